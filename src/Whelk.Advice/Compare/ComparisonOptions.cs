namespace Whelk.Advice.Compare;

/// <summary>What to compare, as asked for.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Null for the image that comes with Whelk.</summary>
    public string? Image { get; init; }

    /// <summary>Null or empty for the image's own command.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The ways of starting that are measured, of runtimes that have several; null or empty for all.</summary>
    public IReadOnlyList<string>? StartWays { get; init; }

    /// <summary>How often each side is started; null for <see cref="Comparison.DefaultRuns"/>.</summary>
    public int? Runs { get; init; }
}
