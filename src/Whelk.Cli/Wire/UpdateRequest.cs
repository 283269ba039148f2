namespace Whelk.Cli.Wire;

/// <summary>New limits and a new policy; what is null stays.</summary>
internal sealed record UpdateRequest
{
    public long? Memory { get; init; }

    public long? MemorySwap { get; init; }

    public long? MemoryReservation { get; init; }

    public long? NanoCpus { get; init; }

    public int? CpuShares { get; init; }

    public string? CpusetCpus { get; init; }

    public int? PidsLimit { get; init; }

    public RestartPolicy? RestartPolicy { get; init; }
}
