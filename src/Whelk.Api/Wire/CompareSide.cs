namespace Whelk.Api.Wire;

/// <summary>One side of a comparison; a figure that is absent was not measured, and the notes say why.</summary>
internal sealed record CompareSide
{
    public required string Isolation { get; init; }

    /// <summary>"cold", "clone" or "waiting" for a VM; absent where there is one way alone.</summary>
    public string? StartWay { get; init; }

    public required string Runtime { get; init; }

    public string? RuntimeVersion { get; init; }

    public double? StartP50Milliseconds { get; init; }

    public double? StartP95Milliseconds { get; init; }

    public required IReadOnlyList<double> StartsMilliseconds { get; init; }

    public string? StartMeasuredTo { get; init; }

    public long? MemoryBytes { get; init; }

    public string? MemoryMeasured { get; init; }

    public double? IdleCpuPercent { get; init; }

    public string? IdleCpuMeasured { get; init; }

    public long? DiskBytes { get; init; }

    public long? SharedDiskBytes { get; init; }

    public string? KernelRelease { get; init; }

    public required IReadOnlyList<string> Namespaces { get; init; }

    public IReadOnlyList<string>? Capabilities { get; init; }

    public string? Seccomp { get; init; }

    public string? Architecture { get; init; }

    public required IReadOnlyList<string> HostNeeds { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}
