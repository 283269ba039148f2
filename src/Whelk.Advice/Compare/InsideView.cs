namespace Whelk.Advice.Compare;

/// <summary>What the probe of one side found.</summary>
internal sealed record InsideView
{
    /// <summary>Null where no probe could run, with the reason in <see cref="Problem"/>.</summary>
    internal InsideFacts? Facts { get; init; }

    /// <summary>Of the instance while the probe sleeps; null also where nobody asked.</summary>
    internal double? IdleCpuPercent { get; init; }

    internal string? Problem { get; init; }
}
