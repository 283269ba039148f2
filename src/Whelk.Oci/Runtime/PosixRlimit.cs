namespace Whelk.Oci.Runtime;

/// <summary>A limit of setrlimit(2).</summary>
public sealed record PosixRlimit
{
    /// <summary>Such as "RLIMIT_NOFILE".</summary>
    public required string Type { get; init; }

    public required ulong Soft { get; init; }

    public required ulong Hard { get; init; }
}
