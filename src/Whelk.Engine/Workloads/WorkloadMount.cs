namespace Whelk.Engine.Workloads;

/// <summary>Something that is mounted into a workload, as asked for, and after creation as it is.</summary>
public sealed record WorkloadMount
{
    public required MountKind Kind { get; init; }

    /// <summary>The path on the host; of a volume known once it is there. Empty for memory.</summary>
    public string Source { get; init; } = string.Empty;

    /// <summary>The volume's name; null for an anonymous one that is to be made, and for other kinds.</summary>
    public string? Volume { get; init; }

    /// <summary>Absolute, cleaned, not the root.</summary>
    public required string Destination { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>Whether, where it is read-only, what is mounted below its source keeps its own mode.</summary>
    public bool ReadOnlyNonRecursive { get; init; }

    /// <summary>The words behind the second colon, for inspect.</summary>
    public string Mode { get; init; } = string.Empty;

    /// <summary>mount_namespaces(7): rprivate, rslave, …</summary>
    public string Propagation { get; init; } = "rprivate";

    /// <summary>Whether mounts below the source come along.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>Whether a missing source is made, as -v does, or an error, as --mount says.</summary>
    public bool MakesSource { get; init; }

    /// <summary>Whether an empty volume begins with what the image has there.</summary>
    public bool CopiesUp { get; init; } = true;

    /// <summary>Of a volume that is made for this.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Of a volume that is made for this: what is mounted there.</summary>
    public IReadOnlyDictionary<string, string>? DriverOptions { get; init; }

    /// <summary>Of a volume: what below it is mounted; null for all.</summary>
    public string? Subpath { get; init; }

    /// <summary>Of memory: mount options, comma-separated.</summary>
    public string TmpfsOptions { get; init; } = string.Empty;
}
