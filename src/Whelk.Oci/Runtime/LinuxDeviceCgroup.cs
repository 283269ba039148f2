namespace Whelk.Oci.Runtime;

/// <summary>A rule of the device control group.</summary>
public sealed record LinuxDeviceCgroup
{
    public required bool Allow { get; init; }

    /// <summary>"a", "b" or "c"; absent means all.</summary>
    public string? Type { get; init; }

    /// <summary>Absent means all.</summary>
    public long? Major { get; init; }

    /// <summary>Absent means all.</summary>
    public long? Minor { get; init; }

    /// <summary>Of "r", "w", "m".</summary>
    public string? Access { get; init; }
}
