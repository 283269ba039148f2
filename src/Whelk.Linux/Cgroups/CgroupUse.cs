namespace Whelk.Linux.Cgroups;

/// <summary>What a group and the groups below it use, and may use. What this kernel does not count is 0; what has no limit is null.</summary>
public sealed record CgroupUse
{
    /// <summary>Whether the figures come from version 2: some of the kernel's names differ.</summary>
    public required bool IsUnified { get; init; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan Processor { get; init; }

    /// <summary>The same for each processor of the host; null where the kernel does not count it so.</summary>
    public IReadOnlyList<long>? NanosecondsPerProcessor { get; init; }

    /// <summary>The part of it that was spent in the kernel.</summary>
    public TimeSpan ProcessorInKernel { get; init; }

    /// <summary>The part of it that was not.</summary>
    public TimeSpan ProcessorInUser { get; init; }

    /// <summary>How many periods of a limited group have passed.</summary>
    public long Periods { get; init; }

    /// <summary>In how many of them it had to wait.</summary>
    public long ThrottledPeriods { get; init; }

    /// <summary>How long it had to wait in all.</summary>
    public TimeSpan Throttled { get; init; }

    /// <summary>Bytes charged, files of disks among them.</summary>
    public long Memory { get; init; }

    /// <summary>The most it ever used, where the kernel says it.</summary>
    public long? MemoryPeak { get; init; }

    /// <summary>All of memory.stat, under the kernel's names, which differ between the versions. Bytes, pages and events.</summary>
    public IReadOnlyDictionary<string, long> MemoryDetails { get; init; } = new Dictionary<string, long>();

    /// <summary>Bytes.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Tasks that live.</summary>
    public long Pids { get; init; }

    /// <summary>Tasks that may live.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>Bytes read from block devices so far.</summary>
    public long ReadBytes { get; init; }

    /// <summary>Bytes written to block devices so far.</summary>
    public long WrittenBytes { get; init; }
}
