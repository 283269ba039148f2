namespace Whelk.Oci.Runtime;

/// <summary>Shares, quotas (microseconds) and the processors allowed.</summary>
public sealed record LinuxCpu
{
    public ulong? Shares { get; init; }

    public long? Quota { get; init; }

    public ulong? Burst { get; init; }

    public ulong? Period { get; init; }

    public long? RealtimeRuntime { get; init; }

    public ulong? RealtimePeriod { get; init; }

    /// <summary>As "0-2,7".</summary>
    public string? Cpus { get; init; }

    public string? Mems { get; init; }

    public long? Idle { get; init; }
}
