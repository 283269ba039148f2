using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>What a QEMU may do on the host that its guest has taken over: as little as can be.</summary>
public sealed class ConfinementTests(VmHost host)
{
    [Fact]
    public async Task Qemu_is_nobodys_user_without_capabilities_and_each_another_one()
    {
        using var scratch = new ScratchFolder();
        await using var one = await TestVm.CreateAsync(host, "user-1", Configs.Of(host, "user-1", Configs.Shell("cat")).WithImage(host));
        await using var other = await TestVm.CreateAsync(host, "user-2", Configs.Of(host, "user-2", Configs.Shell("echo kept > /kept; cat /kept; cat")).WithImage(host, Path.Combine(scratch.Path, "scratch")));
        await host.DoVmAsync("start", "user-1");
        await host.DoVmAsync("start", "user-2");
        var (first, second) = (await StatusAsync(one), await StatusAsync(other));
        Assert.All([first, second], status => Assert.InRange(uint.Parse(status["Uid"][0]), 0x70000000U, 0x7FFFFFFFU));
        Assert.All([first, second], status => Assert.Equal((1, 1), (status["Uid"].Distinct().Count(), status["Gid"].Distinct().Count())));
        Assert.All([first, second], status => Assert.Equal(["0000000000000000"], status["CapEff"].Concat(status["CapPrm"]).Distinct()));
        Assert.All([first, second], status => Assert.Equal(["2"], status["Seccomp"]));
        Assert.All([first, second], status => Assert.Empty(status["Groups"]));
        Assert.NotEqual(first["Uid"], second["Uid"]);

        // Its disk is root's alone, and serves it all the same.
        Assert.Equal("kept\n", await other.Output.UntilAsync("\n"));
    }

    [Fact]
    public async Task Qemu_that_serves_a_folder_over_9p_reads_what_root_reads()
    {
        using var scratch = new ScratchFolder();
        File.SetUnixFileMode(scratch.File("secret", "of root\n"), UnixFileMode.UserRead);
        var config = Configs.Of(host, "nine", Configs.Shell("cat /data/secret; cat")).WithImage(host);
        config = config with { Mounts = [.. config.Mounts!, new MountSpec { Destination = "/data", Type = "bind", Source = scratch.Path, Options = ["rbind", "ro"] }] };
        await using var vm = await TestVm.StartAsync(host, "nine", config);
        Assert.Equal("of root\n", await vm.Output.UntilAsync("\n"));
    }

    // systemd sends it to every process of a scope that is stopped: the workload hears of it through the monitor, and its guest writes out what it has.
    [Fact]
    public async Task Sigterm_for_qemu_and_virtiofsd_ends_no_machine()
    {
        using var scratch = new ScratchFolder();
        var config = Configs.Of(host, "term", Configs.Shell("echo up; cat")).WithImage(host);
        config = config with { Mounts = [.. config.Mounts!, new MountSpec { Destination = "/data", Type = "bind", Source = scratch.Path, Options = ["rbind", "rw"] }] };
        await using var vm = await TestVm.StartAsync(host, "term", config);
        await vm.Output.UntilAsync("up\n");
        var others = (await vm.ProcessesAsync()).Where(pid => pid != vm.Pid).ToList();
        Assert.True(others.Count >= 2, $"{others.Count} processes beside the monitor");
        others.ForEach(pid => CurrentProcess.Kill(pid, SignalNumber.SIGTERM));
        Assert.Equal("kept\n", (await vm.ExecAsync("sh", "-c", "echo kept > /data/file; cat /data/file")).Output);
    }

    private static async Task<Dictionary<string, string[]>> StatusAsync(TestVm vm) =>
        (await File.ReadAllLinesAsync($"/proc/{(await vm.QemuAsync()).Pid}/status")).Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1].Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
