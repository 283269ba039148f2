namespace Whelk.Engine.Workloads;

/// <summary>What an interface has counted so far.</summary>
public sealed record NetworkUse
{
    public required long ReceivedBytes { get; init; }

    public required long ReceivedPackets { get; init; }

    public required long ReceivedErrors { get; init; }

    public required long ReceivedDropped { get; init; }

    public required long SentBytes { get; init; }

    public required long SentPackets { get; init; }

    public required long SentErrors { get; init; }

    public required long SentDropped { get; init; }
}
