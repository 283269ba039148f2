namespace Whelk.Linux.Cgroups;

/// <summary>Limits of a group; null leaves what is there, -1 lifts it.</summary>
public sealed record CgroupLimits
{
    /// <summary>In bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>1024 is the middle, as version 1 counts.</summary>
    public ulong? CpuShares { get; init; }

    /// <summary>Microseconds in each period.</summary>
    public long? CpuQuota { get; init; }

    /// <summary>Microseconds.</summary>
    public ulong? CpuPeriod { get; init; }

    /// <summary>As "0-2,7".</summary>
    public string? Cpus { get; init; }

    /// <summary>How many tasks.</summary>
    public long? Pids { get; init; }

    /// <summary>The files of a group of version 2, and what is written to them.</summary>
    public IEnumerable<(string File, string Value)> Unified => CgroupFiles.Unified(this).Select(static setting => (setting.File, setting.Value));
}
