using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

public sealed class MisbehavingWorkloadTestsOfVms(SharedDaemon shared) : MisbehavingWorkloadTests(shared)
{
    protected override string Isolation => "vm";

    [Fact]
    public async Task Workload_that_crashes_its_own_kernel_has_ended_and_says_why()
    {
        await using var workload = await StartAsync(Name("crashes"), "--privileged", "whelk/base", "sh", "-c", "echo c > /proc/sysrq-trigger; sleep 1000");

        Assert.Equal("137", await Daemon.DoAsync("wait", workload.Name));
        Assert.Equal("exited", await Daemon.DoAsync("inspect", "--format", "{{.State.Status}}", workload.Name));
        Assert.Contains("Kernel panic - not syncing: sysrq triggered crash", await Daemon.DoAsync("inspect", "--format", "{{.State.Error}}", workload.Name), StringComparison.Ordinal);

        // And may try again.
        await Daemon.DoAsync("start", workload.Name);
        Assert.Equal("137", await Daemon.DoAsync("wait", workload.Name));
        await Daemon.DoAsync("rm", workload.Name);
    }

    [Fact]
    public async Task Workload_that_puts_its_own_kernel_to_sleep_is_stopped_and_removed_within_a_bound()
    {
        await using var workload = await StartAsync(Name("sleeps"), "--privileged", "whelk/base", "sh", "-c", "echo up; echo freeze > /sys/power/state; sleep 1000");
        await UntilAsync(async () => await Daemon.DoAsync("logs", workload.Name) == "up");

        await Daemon.DoAsync("stop", "-t", "1", workload.Name).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("137", await Daemon.DoAsync("inspect", "--format", "{{.State.ExitCode}}", workload.Name));
        await Daemon.DoAsync("start", workload.Name);
        await Daemon.DoAsync("rm", "-f", workload.Name).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
