using Whelk.Advice.Compare;
using Xunit;

namespace Whelk.Advice.Tests.Compare;

public sealed class StartTimesTests
{
    [Fact]
    public void Figures_without_a_run_are_null()
    {
        var times = new StartTimes();

        Assert.Equal((null, null, null), (times.P50, times.P95, times.MeasuredTo));
        Assert.False(times.KnownSilent);
    }

    [Theory]
    [InlineData(nameof(StartEvent.Output), "the first output")]
    [InlineData(nameof(StartEvent.End), "the end of the command, which writes nothing")]
    [InlineData(nameof(StartEvent.Running), "the start of the command, which neither writes nor ends")]
    public void MeasuredTo_names_the_event_that_all_runs_had(string seen, string expected)
    {
        var times = With(Enum.Parse<StartEvent>(seen), Enum.Parse<StartEvent>(seen));

        Assert.Equal(expected, times.MeasuredTo);
    }

    [Fact]
    public void MeasuredTo_of_different_events_counts_each() =>
        Assert.Equal(
            "2 of them to the first output; 1 of them to the end of the command, which writes nothing",
            With(StartEvent.Output, StartEvent.End, StartEvent.Output).MeasuredTo);

    [Fact]
    public void KnownSilent_after_one_run_without_a_sign_is_true() => Assert.True(With(StartEvent.Output, StartEvent.Running).KnownSilent);

    private static StartTimes With(params StartEvent[] events)
    {
        var times = new StartTimes();
        foreach (var seen in events)
        {
            times.Add(new StartTiming(TimeSpan.FromMilliseconds(1), seen));
        }

        return times;
    }
}
