namespace Whelk.Advice.Compare;

/// <summary>The figures of one isolation. Null or empty: not measured, with the reason in <see cref="Notes"/>.</summary>
public sealed record IsolationFigures
{
    public required string Isolation { get; init; }

    /// <summary>In which of its runtime's ways it was started, each time; null where that has but one.</summary>
    public string? StartWay { get; init; }

    public required string Runtime { get; init; }

    /// <summary>The runtime's own words; null where it gave none.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>From the request to create, to <see cref="StartMeasuredTo"/>: the middle one of the runs.</summary>
    public TimeSpan? StartP50 { get; init; }

    public TimeSpan? StartP95 { get; init; }

    /// <summary>Each run's, in their order.</summary>
    public IReadOnlyList<TimeSpan> Starts { get; init; } = [];

    /// <summary>To which event.</summary>
    public string? StartMeasuredTo { get; init; }

    public long? MemoryBytes { get; init; }

    /// <summary>What is counted, and when.</summary>
    public string? MemoryMeasured { get; init; }

    /// <summary>Of one processor.</summary>
    public double? IdleCpuPercent { get; init; }

    /// <summary>What idled.</summary>
    public string? IdleCpuMeasured { get; init; }

    /// <summary>Of the instance alone, as allocated on the host.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>What all instances of the image share.</summary>
    public long? SharedDiskBytes { get; init; }

    public string? KernelRelease { get; init; }

    /// <summary>Those that are not the daemon's.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>The effective ones of the image's user; null where they are not known.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    public string? Seccomp { get; init; }

    public string? Architecture { get; init; }

    public required IReadOnlyList<string> HostNeeds { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}
