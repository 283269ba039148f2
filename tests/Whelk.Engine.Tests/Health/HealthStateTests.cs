using Whelk.Engine.Health;
using Xunit;

namespace Whelk.Engine.Tests.Health;

public sealed class HealthStateTests
{
    private static readonly HealthCheck Check = new(["x"], Seconds(30), Seconds(30), Seconds(60), Seconds(5), 2);

    [Fact]
    public void One_success_is_healthy_and_failures_in_a_row_are_not()
    {
        var state = HealthState.Begin.After(Result(0), Check, Seconds(1));
        Assert.Equal(("healthy", 0), (state.Status, state.FailingStreak));
        state = state.After(Result(1), Check, Seconds(100));
        Assert.Equal(("healthy", 1), (state.Status, state.FailingStreak));
        state = state.After(Result(1), Check, Seconds(130));
        Assert.Equal(("unhealthy", 2), (state.Status, state.FailingStreak));
        Assert.Equal("healthy", state.After(Result(0), Check, Seconds(160)).Status);
    }

    [Fact]
    public void Failures_while_it_comes_up_do_not_count()
    {
        var state = HealthState.Begin.After(Result(1), Check, Seconds(1)).After(Result(1), Check, Seconds(59));
        Assert.Equal((HealthState.Starting, 0, 2), (state.Status, state.FailingStreak, state.Log.Count));

        Assert.Equal("unhealthy", state.After(Result(1), Check, Seconds(61)).After(Result(1), Check, Seconds(91)).Status);
    }

    [Fact]
    public void Checks_come_faster_while_it_comes_up()
    {
        Assert.Equal(Seconds(5), HealthState.Begin.Next(Check, Seconds(59)));
        Assert.Equal(Seconds(30), HealthState.Begin.Next(Check, Seconds(60)));
        Assert.Equal(Seconds(30), HealthState.Begin.After(Result(0), Check, Seconds(1)).Next(Check, Seconds(2)));
    }

    [Fact]
    public void Five_results_are_kept()
    {
        var state = Enumerable.Range(0, 9).Aggregate(HealthState.Begin, (state, at) => state.After(Result(0, $"{at}"), Check, Seconds(at)));

        Assert.Equal(["4", "5", "6", "7", "8"], state.Log.Select(result => result.Output));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static HealthResult Result(int code, string output = "") => new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, code, output);
}
