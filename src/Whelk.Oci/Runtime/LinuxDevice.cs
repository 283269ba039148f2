namespace Whelk.Oci.Runtime;

/// <summary>A device node to make.</summary>
public sealed record LinuxDevice
{
    public required string Path { get; init; }

    /// <summary>"c", "b", "u" or "p".</summary>
    public required string Type { get; init; }

    public long? Major { get; init; }

    public long? Minor { get; init; }

    /// <summary>As a number, not octal text.</summary>
    public uint? FileMode { get; init; }

    public uint? Uid { get; init; }

    public uint? Gid { get; init; }
}
