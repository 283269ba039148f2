using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>Guests whose agent is somebody else: whatever it says or does not, commands end within a bound, with a reason, and nothing is left.</summary>
public sealed class HostileAgentTests
{
    private const int Killed = 137;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Agent_that_says_nothing_is_gone_with_its_machine_when_it_is_killed()
    {
        await using var host = await HostileHost.WithAsync("sleep 100000");
        await using var vm = await host.CreateAsync("mute");
        var start = host.VmAsync("start", vm.Id);
        await host.DoVmAsync("kill", vm.Id, "9");
        Assert.Equal(Killed, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        Assert.False((await start.WaitAsync(Bound)).Status.Succeeded);
        await EndsCleanAsync(host, vm);
    }

    // Powering off is waited for 10 s.
    [Fact]
    public async Task Machine_that_keeps_nothing_is_killed_and_not_powered_off()
    {
        await using var host = await HostileHost.WithAsync("started; hear; say 37 1 5; number 7; byte 0; sleep 100000");
        await using var vm = await host.CreateAsync("nothing");
        await host.DoVmAsync("start", vm.Id);
        await host.DoVmAsync("kill", vm.Id, "15");
        Assert.Equal(7, (await vm.EndAsync().WaitAsync(TimeSpan.FromSeconds(9))).ShellCode);
        await EndsCleanAsync(host, vm);
    }

    [Fact]
    public async Task Agent_that_floods_its_port_is_ended_and_start_says_why()
    {
        await using var host = await HostileHost.WithAsync("yes >&3");
        await using var vm = await host.CreateAsync("flood");
        var start = await host.VmAsync("start", vm.Id);
        Assert.Contains("agent protocol: a frame of", start.Error, StringComparison.Ordinal);
        await vm.EndAsync().WaitAsync(Bound);
        await EndsCleanAsync(host, vm);
    }

    [Fact]
    public async Task Agent_that_does_nothing_it_is_told_can_be_killed_while_start_waits()
    {
        await using var host = await HostileHost.WithAsync("ready; hear; echo heard > /dev/ttyS0; sleep 100000");
        await using var vm = await host.CreateAsync("idle");
        var start = host.VmAsync("start", vm.Id);
        Assert.Equal("created", await vm.StatusAsync());
        await host.DoVmAsync("kill", vm.Id, "9");
        Assert.Equal(Killed, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        Assert.False((await start.WaitAsync(Bound)).Status.Succeeded);
        await EndsCleanAsync(host, vm);
    }

    [Theory]
    [InlineData("an answer to a ping that was not sent", "say 38 0 0; sleep 100000")]
    [InlineData("the guest sent Out on stream 9, which nobody uses", "say 35 9 1; byte 120; sleep 100000")]
    [InlineData("the guest sent Started of 4 bytes to a stream that is Running", "say 34 1 4; number 8; sleep 100000")]
    [InlineData("a frame of 4294967295 bytes", "say 35 1 -1; sleep 100000")]
    public async Task Agent_that_lies_once_its_workload_runs_ends_its_machine_and_says_why(string reason, string script)
    {
        await using var host = await HostileHost.WithAsync($"started; {script}");
        await using var vm = await host.CreateAsync("liar");

        // Whether start has its answer before the lie comes is chance.
        await host.VmAsync("start", vm.Id);
        Assert.Equal(Killed, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        Assert.Contains($"the virtual machine was ended: agent protocol: {reason}", await host.FaultAsync(vm.Id), StringComparison.Ordinal);
        await EndsCleanAsync(host, vm);
    }

    [Fact]
    public async Task Agent_that_lies_about_what_its_guest_uses_ends_its_machine()
    {
        await using var host = await HostileHost.WithAsync("started; hear; say 41 0 36; for field in 1 2 3 4; do number -1; number -1; done; number 0; sleep 100000");
        await using var vm = await host.CreateAsync("use");
        await host.DoVmAsync("start", vm.Id);
        Assert.Contains("agent protocol: a count of 18446744073709551615", (await host.VmAsync("use", vm.Id)).Error, StringComparison.Ordinal);
        Assert.Equal(Killed, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        await EndsCleanAsync(host, vm);
    }

    [Fact]
    public async Task Agent_that_dies_takes_its_machine_along_and_its_kernel_says_why()
    {
        await using var host = await HostileHost.WithAsync("started; exit 0");
        await using var vm = await host.CreateAsync("dies");
        await host.VmAsync("start", vm.Id);
        Assert.Equal(Killed, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        Assert.Contains("Kernel panic - not syncing: Attempted to kill init", await host.FaultAsync(vm.Id), StringComparison.Ordinal);
        await EndsCleanAsync(host, vm);
    }

    [Fact]
    public async Task Agent_that_answers_and_never_ends_its_workload_is_ended_by_9()
    {
        await using var host = await HostileHost.WithAsync("started; while hear; do [ $TYPE != 8 ] || say 38 0 0; done");
        await using var vm = await host.CreateAsync("stays");
        await host.DoVmAsync("start", vm.Id);
        await host.DoVmAsync("kill", vm.Id, "15");
        Assert.Equal("running", await vm.StatusAsync());
        await host.DoVmAsync("kill", vm.Id, "9");
        Assert.Equal(Killed, (await vm.EndAsync().WaitAsync(Bound)).ShellCode);
        Assert.False(File.Exists(Path.Combine(host.Root, vm.Id, "fault")));
        await EndsCleanAsync(host, vm);
    }

    private static async Task EndsCleanAsync(HostileHost host, TestVm vm)
    {
        Assert.Equal("stopped", await vm.StatusAsync());
        Assert.Empty(await vm.ProcessesAsync());
        await host.DoVmAsync("delete", vm.Id);
        Assert.False(Directory.Exists(Path.Combine(host.Root, vm.Id)));
    }
}
