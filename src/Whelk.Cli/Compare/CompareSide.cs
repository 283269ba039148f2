namespace Whelk.Cli.Compare;

/// <summary>The figures of one isolation. Null: not measured, with the reason in <see cref="Notes"/>.</summary>
internal sealed record CompareSide
{
    /// <summary>"container" or "vm".</summary>
    public required string Isolation { get; init; }

    /// <summary>"cold", "clone" or "waiting" for a VM; null where there is one way alone.</summary>
    public string? StartWay { get; init; }

    /// <summary>What its column is called.</summary>
    internal string Label => StartWay is null ? Isolation : $"{Isolation} {StartWay}";

    public string Runtime { get; init; } = "";

    public string? RuntimeVersion { get; init; }

    public double? StartP50Milliseconds { get; init; }

    public double? StartP95Milliseconds { get; init; }

    /// <summary>Each run's, in their order.</summary>
    public double[] StartsMilliseconds { get; init; } = [];

    /// <summary>To which event the start was timed.</summary>
    public string? StartMeasuredTo { get; init; }

    public long? MemoryBytes { get; init; }

    /// <summary>What the memory figure counts.</summary>
    public string? MemoryMeasured { get; init; }

    public double? IdleCpuPercent { get; init; }

    /// <summary>What idled.</summary>
    public string? IdleCpuMeasured { get; init; }

    /// <summary>Of the instance alone.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>Of the image, once for all instances.</summary>
    public long? SharedDiskBytes { get; init; }

    public string? KernelRelease { get; init; }

    public string[] Namespaces { get; init; } = [];

    public string[]? Capabilities { get; init; }

    public string? Seccomp { get; init; }

    public string? Architecture { get; init; }

    public string[] HostNeeds { get; init; } = [];

    public string[] Notes { get; init; } = [];
}
