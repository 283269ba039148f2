namespace Whelk.Engine.Logs;

/// <summary>Which lines of a log are wanted.</summary>
public sealed record LogOptions
{
    public required bool Stdout { get; init; }

    public required bool Stderr { get; init; }

    /// <summary>Whether to go on until the workload has ended.</summary>
    public bool Follow { get; init; }

    /// <summary>The count of last lines, of both streams as Docker counts; null for all.</summary>
    public int? Tail { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }
}
