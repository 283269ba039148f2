using Whelk.Guest.Protocol;
using Whelk.Linux.Processes;
using Whelk.Testing;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>A root whose guests have another agent than ours: a shell script that speaks the protocol as far as it likes.</summary>
public sealed class HostileHost : VmHost
{
    // Kernel file systems, the port as descriptor 3, and the words of the protocol: "say TYPE STREAM LENGTH" writes a header, "byte N" and "number N" what follows it,
    // "hear" reads a frame and sets TYPE.
    private const string Prologue = """
        #!/bin/busybox sh
        /bin/busybox --install -s /bin
        export PATH=/bin
        mount -t proc proc /proc
        mount -t sysfs sysfs /sys
        mount -t devtmpfs devtmpfs /dev
        for module in virtio_ring virtio virtio_console virtio_mmio; do insmod /modules/$module.ko; done
        until PORT=$(ls /dev/vport?p1 2> /dev/null) && (: < $PORT) 2> /dev/null; do usleep 10000; done
        exec 3<> $PORT
        byte() { printf "\\$(printf %03o "$1")" >&3; }
        number() { byte $(($1 & 255)); byte $(($1 >> 8 & 255)); byte $(($1 >> 16 & 255)); byte $(($1 >> 24 & 255)); }
        say() { number "$3"; byte "$1"; byte 0; byte "$2"; byte 0; }
        hear() {
          HEADER=
          until [ -n "$HEADER" ]; do HEADER=$(dd bs=1 count=8 <&3 2> /dev/null | od -An -tu1); done
          set -- $HEADER
          TYPE=$5
          dd bs=1 count=$(($1 + 256 * $2 + 65536 * $3)) <&3 > /dev/null 2>&1
        }
        ready() { say 32 0 4; number $VERSION; }
        started() { ready; hear; hear; say 33 0 8; number 1; number 0; say 34 1 4; number 7; }

        """;

    private readonly string _script;

    private HostileHost(string script) => _script = script;

    private string Guest => Path.Combine(Folder, "guest");

    /// <param name="script">What the agent does when it has its port.</param>
    internal static async Task<HostileHost> WithAsync(string script)
    {
        var host = new HostileHost(script);
        await host.InitializeAsync();
        return host;
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var root = Directory.CreateDirectory(Path.Combine(Guest, "root")).FullName;
        foreach (var file in new[] { "vmlinux", "release" })
        {
            File.CreateSymbolicLink(Path.Combine(Guest, file), Checkout.Built($"guest/{file}"));
        }

        await File.WriteAllTextAsync(Path.Combine(root, "init"), $"{Prologue}VERSION={ProtocolVersion.Current}\n{_script}\n");
        File.SetUnixFileMode(Path.Combine(root, "init"), (UnixFileMode)0x1ED);
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        File.Copy(Path.Combine(Folder, "rootfs0", "bin", "busybox"), Path.Combine(root, "bin", "busybox"));

        // Of two files of one name the kernel takes the later one.
        await DoAsync("/bin/sh", "-c", $"cd {root} && find . -mindepth 1 | cpio --quiet -o -H newc -R 0:0 | cat {Checkout.Built("guest/initramfs.cpio")} - > ../initramfs.cpio");
    }

    internal override SpawnOptions Options(IReadOnlyList<string> words) => base.Options(words) with { Environment = [$"WHELK_GUEST_DIR={Guest}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"] };

    /// <summary>A machine that has such an agent, with nothing of a workload's that the agent would have to do.</summary>
    internal Task<TestVm> CreateAsync(string id) => TestVm.CreateAsync(this, id, Configs.Of(this, id, Configs.Process("true")).WithImage(this));

    /// <summary>Why the guest was lost, as an engine reads it.</summary>
    internal Task<string> FaultAsync(string id) => FaultAsync(this, id);

    /// <inheritdoc cref="FaultAsync(string)"/>
    internal static Task<string> FaultAsync(VmHost host, string id) => File.ReadAllTextAsync(Path.Combine(host.Root, id, "fault"));
}
