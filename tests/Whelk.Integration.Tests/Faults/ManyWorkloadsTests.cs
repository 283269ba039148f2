using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

/// <summary>Five hundred containers at once, or as many VMs as fit into the memory of a small host: all run, all are found by the next daemon, all go.</summary>
public sealed class ManyWorkloadsTests
{
    private const int Rows = 4;

    [Theory]
    [InlineData("container", 125)]
    [InlineData("vm", 2)]
    public async Task Many_workloads_run_are_found_again_and_go(string isolation, int inEach)
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(async row =>
        {
            for (var place = 0; place < inEach; place++)
            {
                await daemon.DoAsync("run", "-d", "--isolation", isolation, "--name", $"many-{row}-{place}", "whelk/base", "sleep", "10000");
            }
        }));
        var running = await RunningAsync(daemon);
        Assert.True(running.Length == Rows * inEach, $"{running.Length} run; of the others: {await OthersAsync(daemon)}");

        await daemon.KillAsync();
        await daemon.StartAgainAsync();
        Assert.Equal(running, await RunningAsync(daemon));
        Assert.Equal("in", await daemon.DoAsync("exec", $"many-3-{inEach - 1}", "echo", "in"));

        await daemon.DoAsync(["rm", "-f", .. running]);
        Assert.Empty(await RunningAsync(daemon));
    }

    private static async Task<string> OthersAsync(PrivateDaemon daemon)
    {
        var others = (await daemon.DoAsync("ps", "-aq", "--filter", "status=exited", "--filter", "status=created")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return others.Length == 0 ? "none" : await daemon.DoAsync(["inspect", "--format", "{{.Name}} {{.State.Status}} {{.State.ExitCode}} {{.State.Error}}", .. others]);
    }

    private static async Task<string[]> RunningAsync(PrivateDaemon daemon) => [.. (await daemon.DoAsync("ps", "--format", "{{.Names}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
