using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Machines that boot, which alone share folders.</summary>
public sealed class ConfinementTestsOfBootedMachines(VmHost host) : ConfinementTests(host)
{
    [Fact]
    public async Task Qemu_that_serves_a_folder_over_9p_reads_what_root_reads()
    {
        using var scratch = new ScratchFolder();
        File.SetUnixFileMode(scratch.File("secret", "of root\n"), UnixFileMode.UserRead);
        var config = Configs.Of(Host, "nine", Configs.Shell("cat /data/secret; cat")).WithImage(Host);
        config = config with { Mounts = [.. config.Mounts!, new MountSpec { Destination = "/data", Type = "bind", Source = scratch.Path, Options = ["rbind", "ro"] }] };
        await using var vm = await TestVm.StartAsync(Host, "nine", config);
        Assert.Equal("of root\n", await vm.Output.UntilAsync("\n"));
    }

    // systemd sends it to every process of a scope that is stopped: the workload hears of it through the monitor, and its guest writes out what it has.
    [Fact]
    public async Task Sigterm_for_qemu_and_virtiofsd_ends_no_machine()
    {
        using var scratch = new ScratchFolder();
        var config = Configs.Of(Host, "term", Configs.Shell("echo up; cat")).WithImage(Host);
        config = config with { Mounts = [.. config.Mounts!, new MountSpec { Destination = "/data", Type = "bind", Source = scratch.Path, Options = ["rbind", "rw"] }] };
        await using var vm = await TestVm.StartAsync(Host, "term", config);
        await vm.Output.UntilAsync("up\n");
        var others = (await vm.ProcessesAsync()).Where(pid => pid != vm.Pid).ToList();
        Assert.True(others.Count >= 2, $"{others.Count} processes beside the monitor");
        others.ForEach(pid => CurrentProcess.Kill(pid, SignalNumber.SIGTERM));
        Assert.Equal("kept\n", (await vm.ExecAsync("sh", "-c", "echo kept > /data/file; cat /data/file")).Output);
    }
}
