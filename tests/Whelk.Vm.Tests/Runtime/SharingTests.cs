using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Files of the host's in a guest, and disks that outlive a VM.</summary>
public sealed class SharingTests(VmHost host)
{
    [Fact]
    public async Task Folders_and_files_are_shared_both_ways_and_what_is_read_only_stays_so()
    {
        var (data, read) = (Folder("data"), Folder("read"));
        await File.WriteAllTextAsync(Path.Combine(data, "from-host"), "host\n");
        await File.WriteAllTextAsync(Path.Combine(read, "f"), "read\n");
        var (single, resolv) = (await FileAsync("single", "old\n"), await FileAsync("resolv", "nameserver 192.0.2.1\n"));
        const string Script = """
            cat /data/from-host /ro/f /etc/resolv.conf; echo guest > /data/from-guest; chown 3:4 /data/from-guest; chmod 600 /data/from-guest
            ln /data/from-host /data/hard; mkfifo /data/fifo; echo new > /etc/single; echo x > /ro/f || echo kept
            mount -o remount,rw /ro 2> /dev/null; echo x > /ro/f || echo kept
            """;
        var result = await RunAsync("sharing", Script, Bind(data, "/data", "rbind", "rw"), Bind(read, "/ro", "rbind", "ro"), Bind(single, "/etc/single", "bind", "rw"), Bind(resolv, "/etc/resolv.conf", "bind", "rw"));
        Assert.Equal("host\nread\nnameserver 192.0.2.1\nkept\nkept\n", result.Output);
        Assert.Equal("guest\n", await File.ReadAllTextAsync(Path.Combine(data, "from-guest")));
        Assert.Equal("600 3 4", (await VmHost.DoAsync("/usr/bin/stat", "-c", "%a %u %g", Path.Combine(data, "from-guest"))).Trim());
        Assert.Equal("2", (await VmHost.DoAsync("/usr/bin/stat", "-c", "%h", Path.Combine(data, "hard"))).Trim());
        Assert.Equal(("new\n", "read\n"), (await File.ReadAllTextAsync(single), await File.ReadAllTextAsync(Path.Combine(read, "f"))));
    }

    [Fact]
    public async Task Memory_that_covers_a_folder_starts_with_what_is_there_where_that_is_asked()
    {
        var root = await host.NewRootFolderAsync();
        Directory.CreateDirectory(Path.Combine(root, "var/state/sub"), (UnixFileMode)0x1E8);
        await File.WriteAllTextAsync(Path.Combine(root, "var/state/sub/f"), "from the image\n");
        File.CreateSymbolicLink(Path.Combine(root, "var/state/link"), "/etc/hostname");
        await VmHost.DoAsync("/bin/chown", "3:4", Path.Combine(root, "var/state/sub/f"));
        var config = Configs.Of(host, "copyup", Configs.Shell("cd /var/state; ls; cat sub/f; stat -c '%a %u %g' sub sub/f; readlink link; echo x > sub/f; cat sub/f; ls /var/empty"));
        MountSpec Memory(string destination, params string[] options) => new() { Destination = destination, Type = "tmpfs", Source = "tmpfs", Options = options };
        var result = await RunAsync("copyup", config with { Root = new RootSpec { Path = root }, Mounts = [.. DefaultMounts.All, Memory("/var/state", "rw", "nosuid", "tmpcopyup"), Memory("/var/empty")] });
        Assert.Equal("link\nsub\nfrom the image\n750 0 0\n644 3 4\n/etc/hostname\nx\n", result.Output);
        Assert.Equal("from the image\n", await File.ReadAllTextAsync(Path.Combine(root, "var/state/sub/f")));
    }

    [Fact]
    public async Task Folders_that_are_only_read_come_without_a_daemon()
    {
        var read = Folder("nine");
        await File.WriteAllTextAsync(Path.Combine(read, "f"), "nine\n");
        var result = await RunAsync("nine", "cat /ro/f /etc/resolv.conf; echo x > /ro/f || echo kept; grep /ro /proc/mounts | cut -d' ' -f3", Bind(read, "/ro", "rbind", "ro"), Bind(await FileAsync("r2", "copied\n"), "/etc/resolv.conf", "bind", "rw"));
        Assert.Equal("nine\ncopied\nkept\n9p\n", result.Output);
    }

    [Fact]
    public async Task Scratch_disk_keeps_what_one_machine_wrote_for_the_next()
    {
        var scratch = Path.Combine(host.Folder, "scratch.ext4");
        await RunAsync("scratch1", "echo kept > /root/f; rm /etc/passwd; mkdir -p /a/b", scratch);
        var second = await RunAsync("scratch2", "cat /root/f; ls -d /a/b; test -e /etc/passwd || echo gone", scratch);
        Assert.Equal("kept\n/a/b\ngone\n", second.Output);
        var blocks = long.Parse((await VmHost.DoAsync("/usr/bin/stat", "-c", "%b", scratch)).Trim());
        Assert.InRange(blocks * 512, 1, 64 << 20);
    }

    private Task<Linux.Processes.CommandResult> RunAsync(string id, string script, params MountSpec[] mounts) =>
        RunAsync(id, Configs.Of(host, id, Configs.Shell(script)).WithImage(host) with { Mounts = [.. DefaultMounts.All, .. mounts] });

    private Task<Linux.Processes.CommandResult> RunAsync(string id, string script, string scratch) =>
        RunAsync(id, Configs.Of(host, id, Configs.Shell(script)).WithImage(host, scratch));

    private Task<Linux.Processes.CommandResult> RunAsync(string id, RuntimeSpec config) => host.VmAsync("run", "--bundle", host.Bundle(id, config), id);

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(host.Folder, name)).FullName;

    private async Task<string> FileAsync(string name, string content)
    {
        var path = Path.Combine(host.Folder, name);
        await File.WriteAllTextAsync(path, content);
        return path;
    }

    private static MountSpec Bind(string source, string destination, params string[] options) => new() { Destination = destination, Type = "bind", Source = source, Options = options };
}
