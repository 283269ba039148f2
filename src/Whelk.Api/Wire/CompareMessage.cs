namespace Whelk.Api.Wire;

/// <summary>A line of the answer to POST /whelk/compare: one of the three.</summary>
internal sealed record CompareMessage
{
    public CompareProgress? Progress { get; init; }

    public CompareResult? Result { get; init; }

    public string? Error { get; init; }
}
