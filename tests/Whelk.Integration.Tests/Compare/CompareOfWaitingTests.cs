using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Compare;

/// <summary>Where machines wait, each start that is timed as such is one.</summary>
[Collection(CompareCollection.Name)]
public sealed class CompareOfWaitingTests(PoolDaemon pool) : IClassFixture<PoolDaemon>
{
    [Fact]
    public async Task Starts_on_machines_that_waited_are_timed_beside_clones_and_those_that_boot()
    {
        var comparison = JsonNode.Parse(await pool.Daemon.DoAsync("compare", "--runs", "2", "--format", "json", "whelk/base", "--", "echo", "up"))!;

        Assert.Equal(["container", "vm cold", "vm clone", "vm waiting"], comparison["Sides"]!.AsArray().Select(side => MovedComparisons.LabelOf(side!)));
        Assert.All(comparison["Sides"]!.AsArray(), side => Assert.True(side!["StartsMilliseconds"]!.AsArray().Count == 2, side.ToJsonString()));
        Assert.True(MovedComparisons.QuickestStart(comparison, "vm waiting") < MovedComparisons.QuickestStart(comparison, "vm cold"), comparison.ToJsonString());
    }
}
