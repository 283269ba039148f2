using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

/// <summary>Five hundred containers at once: all run, all are found by the next daemon, all go.</summary>
public sealed class ManyWorkloadsTests
{
    private const int Rows = 4;
    private const int InEach = 125;

    [Fact]
    public async Task Five_hundred_containers_run_are_found_again_and_go()
    {
        await using var daemon = await PrivateDaemon.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(async row =>
        {
            for (var place = 0; place < InEach; place++)
            {
                await daemon.DoAsync("run", "-d", "--name", $"many-{row}-{place}", "whelk/base", "sleep", "10000");
            }
        }));
        var running = await RunningAsync(daemon);
        Assert.True(running.Length == Rows * InEach, $"{running.Length} run; of the others: {await OthersAsync(daemon)}");

        await daemon.KillAsync();
        await daemon.StartAgainAsync();
        Assert.Equal(running, await RunningAsync(daemon));
        Assert.Equal("in", await daemon.DoAsync("exec", "many-3-124", "echo", "in"));

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
