using System.Globalization;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>What a QEMU may do on the host that its guest has taken over: as little as can be.</summary>
public abstract class ConfinementTests(VmHost host)
{
    private const uint FirstUser = 0x70000000;

    private protected VmHost Host => host;

    [Fact]
    public async Task Qemu_is_nobodys_user_without_capabilities_and_each_another_one()
    {
        using var scratch = new ScratchFolder();
        await using var one = await CreateAsync("user-1", Configs.Of(host, "user-1", Configs.Shell("cat")).WithImage(host));
        await using var other = await CreateAsync("user-2", Configs.Of(host, "user-2", Configs.Shell("echo kept > /kept; cat /kept; cat")).WithImage(host, Path.Combine(scratch.Path, "scratch")));
        await host.DoVmAsync("start", "user-1");
        await host.DoVmAsync("start", "user-2");
        var (first, second) = (await StatusAsync(one), await StatusAsync(other));
        Assert.All([first, second], status => Assert.Equal([$"{FirstUser + uint.Parse(status["Pid"][0], CultureInfo.InvariantCulture)}"], status["Uid"].Concat(status["Gid"]).Distinct()));
        Assert.All([first, second], status => Assert.Equal(["0000000000000000"], status["CapEff"].Concat(status["CapPrm"]).Distinct()));
        Assert.All([first, second], status => Assert.Equal(["2"], status["Seccomp"]));
        Assert.All([first, second], status => Assert.Empty(status["Groups"]));
        Assert.NotEqual(first["Uid"], second["Uid"]);

        // Its disk is root's alone, and serves it all the same.
        Assert.Equal("kept\n", await other.Output.UntilAsync("\n"));
    }

    // systemd sends it to every process of a scope that is stopped.
    [Fact]
    public async Task Sigterm_for_all_but_the_monitor_ends_no_machine()
    {
        await using var vm = await CreateAsync("term-alone", Configs.Of(host, "term-alone", Configs.Shell("echo up; cat")).WithImage(host));
        await host.DoVmAsync("start", vm.Id);
        await vm.Output.UntilAsync("up\n");
        foreach (var pid in (await vm.ProcessesAsync()).Where(pid => pid != vm.Pid))
        {
            CurrentProcess.Kill(pid, SignalNumber.SIGTERM);
        }

        Assert.Equal("still\n", (await vm.ExecAsync("echo", "still")).Output);
    }

    /// <summary>Creates a machine as this class's are.</summary>
    private protected virtual Task<TestVm> CreateAsync(string id, RuntimeSpec config) => TestVm.CreateAsync(host, id, config);

    private static async Task<Dictionary<string, string[]>> StatusAsync(TestVm vm) =>
        (await File.ReadAllLinesAsync($"/proc/{(await vm.QemuAsync()).Pid}/status")).Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1].Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
