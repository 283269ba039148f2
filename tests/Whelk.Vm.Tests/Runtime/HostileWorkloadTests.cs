using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Workloads with every right in their guest, which turn it against the host: the machine ends, with a reason, and nothing is left.</summary>
public sealed class HostileWorkloadTests(VmHost host)
{
    private const int Killed = 137;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Workload_that_crashes_its_kernel_is_stopped_and_the_kernel_says_why()
    {
        await using var vm = await TestVm.StartAsync(host, "crash", Config("crash", "echo up; read go; echo c > /proc/sysrq-trigger; cat"));
        await vm.Output.UntilAsync("up\n");
        await Linux.Files.Descriptor.WriteAsync(vm.Input, "go\n"u8.ToArray());
        Assert.Equal(Killed, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        Assert.StartsWith("the virtual machine ended: ", await HostileHost.FaultAsync(host, vm.Id), StringComparison.Ordinal);
        Assert.Contains("Kernel panic - not syncing: sysrq triggered crash", await HostileHost.FaultAsync(host, vm.Id), StringComparison.Ordinal);
        await EndsCleanAsync(vm);
    }

    // The kernel gives a port to one process alone. Whoever takes its driver away has no agent any more, and so no machine.
    [Fact]
    public async Task Workload_cannot_speak_for_the_agent()
    {
        const string Script = """
            mknod /dev/port c $(sed 's/:/ /' /sys/class/virtio-ports/vport0p1/dev)
            (yes > /dev/port) 2>&1
            read go
            echo virtio0 > /sys/bus/virtio/drivers/virtio_console/unbind
            echo virtio0 > /sys/bus/virtio/drivers/virtio_console/bind
            yes > /dev/port
            """;
        await using var vm = await TestVm.StartAsync(host, "speak", Config("speak", Script));
        Assert.Contains("Device or resource busy", await vm.Output.UntilAsync("\n"), StringComparison.Ordinal);
        Assert.Equal("alive\n", (await vm.ExecAsync("echo", "alive")).Output);
        await Linux.Files.Descriptor.WriteAsync(vm.Input, "go\n"u8.ToArray());
        Assert.Equal(Killed, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        Assert.StartsWith("the virtual machine ", await HostileHost.FaultAsync(host, vm.Id), StringComparison.Ordinal);
        await EndsCleanAsync(vm);
    }

    // As a kernel that hangs: nothing in the guest runs any more, and QEMU goes on.
    [Fact]
    public async Task Workload_that_puts_its_guest_to_sleep_can_be_killed_and_whoever_asks_hears_that_it_does_not_answer()
    {
        await using var vm = await TestVm.StartAsync(host, "sleeps", Config("sleeps", "echo up; read go; echo freeze > /sys/power/state; cat"));
        await vm.Output.UntilAsync("up\n");
        await Linux.Files.Descriptor.WriteAsync(vm.Input, "go\n"u8.ToArray());
        while ((await host.VmAsync("use", vm.Id)) is var use && !use.Error.Contains("the virtual machine's agent does not answer", StringComparison.Ordinal))
        {
            Assert.True(use.Status.Succeeded, use.Error);
        }

        Assert.Equal("running", await vm.StatusAsync());
        var exec = vm.ExecAsync("true");
        await host.DoVmAsync("kill", vm.Id, "15");
        await host.DoVmAsync("kill", vm.Id, "9");
        Assert.Equal(Killed, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        Assert.False((await exec.WaitAsync(Bound)).Status.Succeeded);
        await EndsCleanAsync(vm);
    }

    // As a privileged container has it.
    private RuntimeSpec Config(string id, string script)
    {
        var config = Configs.Of(host, id, Configs.Shell(script)).WithImage(host);
        var all = CapabilityNames.All;
        return config with
        {
            Process = config.Process! with { Capabilities = new LinuxCapabilities { Bounding = all, Effective = all, Permitted = all, Inheritable = all, Ambient = all } },
            Mounts = [.. config.Mounts!.Select(mount => mount.Destination == "/sys" ? mount with { Options = ["nosuid", "noexec", "nodev"] } : mount)],
        };
    }

    private async Task EndsCleanAsync(TestVm vm)
    {
        Assert.Equal("stopped", await vm.StatusAsync());
        Assert.Empty(await vm.ProcessesAsync());
        await host.DoVmAsync("delete", vm.Id);
        Assert.False(Directory.Exists(Path.Combine(host.Root, vm.Id)));
    }
}
