namespace Whelk.Advice.Compare;

/// <summary>The timed starts of one side.</summary>
internal sealed class StartTimes
{
    private readonly List<StartTiming> _timings = [];

    internal TimeSpan? P50 => At(0.5);

    internal TimeSpan? P95 => At(0.95);

    /// <summary>Each, in the order of the runs.</summary>
    internal IReadOnlyList<TimeSpan> All => [.. _timings.Select(timing => timing.Elapsed)];

    /// <summary>To what they were timed; where that differs, how many to each.</summary>
    internal string? MeasuredTo
    {
        get
        {
            var events = _timings.CountBy(timing => timing.Event).ToList();
            return events.Count switch
            {
                0 => null,
                1 => Describe(events[0].Key),
                _ => string.Join("; ", events.Select(found => $"{found.Value} of them to {Describe(found.Key)}")),
            };
        }
    }

    /// <summary>Whether waiting for a sign of the command has been in vain.</summary>
    internal bool KnownSilent => _timings.Any(timing => timing.Event == StartEvent.Running);

    internal void Add(StartTiming timing) => _timings.Add(timing);

    private TimeSpan? At(double part) => _timings.Count == 0 ? null : Percentile.Of(All, part);

    private static string Describe(StartEvent seen) => seen switch
    {
        StartEvent.Output => "the first output",
        StartEvent.End => "the end of the command, which writes nothing",
        StartEvent.Running => "the start of the command, which neither writes nor ends",
        _ => throw new ArgumentOutOfRangeException(nameof(seen), seen, null),
    };
}
