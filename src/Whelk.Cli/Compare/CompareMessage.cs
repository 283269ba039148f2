namespace Whelk.Cli.Compare;

/// <summary>A line of the answer to POST /whelk/compare: progress while it measures, the result at the end, or an error.</summary>
internal sealed record CompareMessage
{
    public CompareProgress? Progress { get; init; }

    public CompareResult? Result { get; init; }

    /// <summary>Why it cannot go on.</summary>
    public string? Error { get; init; }
}
