using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Running;

/// <summary>Health checks: what they find is seen in inspect, ps and events.</summary>
public abstract class HealthTests(SharedDaemon shared) : IsolationSuite(shared)
{
    [Fact]
    public async Task Check_follows_how_the_workload_is()
    {
        await using var workload = await StartAsync(
            Name("checked"), "--health-cmd", "echo seen; test -e /well", "--health-interval", "200ms", "--health-retries", "2", "whelk/base", "sh", "-c", "touch /well; exec sleep 1000");
        await UntilAsync(() => IsAsync(workload.Name, "healthy"));
        Assert.EndsWith("(healthy)", await Daemon.DoAsync("ps", "--filter", $"name={workload.Name}", "--filter", "health=healthy", "--format", "{{.Status}}"), StringComparison.Ordinal);

        await Daemon.DoAsync("exec", workload.Name, "rm", "/well");
        await UntilAsync(() => IsAsync(workload.Name, "unhealthy"));

        Assert.EndsWith("seen\n1\n", await Daemon.DoAsync("inspect", "--format", "{{range .State.Health.Log}}{{.Output}}{{.ExitCode}}\n{{end}}", workload.Name) + "\n", StringComparison.Ordinal);
        var told = await Daemon.DoAsync("events", "--since", "10m", "--until", "0s", "--filter", $"container={workload.Name}", "--filter", "event=health_status");
        Assert.Equal(["healthy", "unhealthy"], told.Split('\n').Select(line => line.Split(' ')[3]));
    }

    [Fact]
    public async Task Check_that_takes_too_long_has_failed_and_is_ended()
    {
        await using var workload = await StartAsync(Name("slow"), "--health-cmd", "exec sleep 987", "--health-interval", "100ms", "--health-timeout", "1s", "--health-retries", "1", "whelk/base", "sleep", "1000");

        await UntilAsync(() => IsAsync(workload.Name, "unhealthy"));

        Assert.Contains("Health check exceeded timeout (1s)", await Daemon.DoAsync("inspect", "--format", "{{range .State.Health.Log}}{{.Output}}{{end}}", workload.Name), StringComparison.Ordinal);

        // Were they not ended, there would be three by now, and no fewer later.
        await UntilAsync(async () => int.Parse(await Daemon.DoAsync("inspect", "--format", "{{.State.Health.FailingStreak}}", workload.Name), System.Globalization.CultureInfo.InvariantCulture) >= 3);
        await UntilAsync(async () => int.Parse(await Daemon.DoAsync("exec", workload.Name, "sh", "-c", "ps | grep -c '[s]leep 987' || true"), System.Globalization.CultureInfo.InvariantCulture) <= 1);
    }

    private async Task<bool> IsAsync(string name, string status) => await Daemon.DoAsync("inspect", "--format", "{{.State.Health.Status}}", name) == status;
}
