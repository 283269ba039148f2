namespace Whelk.Advice.Compare;

/// <summary>Percentiles of few values.</summary>
internal static class Percentile
{
    /// <summary>The value below which <paramref name="part"/> of the others lie, between two of them in proportion (Hyndman and Fan's type 7).</summary>
    /// <param name="values">At least one, in any order.</param>
    /// <param name="part">0 to 1.</param>
    internal static TimeSpan Of(IReadOnlyCollection<TimeSpan> values, double part)
    {
        var sorted = values.Order().ToList();
        var at = part * (sorted.Count - 1);
        var below = sorted[(int)Math.Floor(at)];
        var above = sorted[(int)Math.Ceiling(at)];
        return below + ((above - below) * (at - Math.Floor(at)));
    }
}
