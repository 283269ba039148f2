namespace Whelk.Linux.Cgroups;

/// <summary>Which of the rarer limits this kernel has. cgroups(7); of version 1 by the files in a hierarchy's root, of version 2 by the controllers.</summary>
public sealed record CgroupFeatures
{
    public bool MemorySwappiness { get; init; }

    public bool OomKillDisable { get; init; }

    public bool KernelMemoryTcp { get; init; }

    public bool CpuRealtime { get; init; }

    public bool Cpuset { get; init; }

    public bool BlockIoWeight { get; init; }

    public bool BlockIoWeightDevice { get; init; }

    public bool BlockIoReadBps { get; init; }

    public bool BlockIoWriteBps { get; init; }

    public bool BlockIoReadIOps { get; init; }

    public bool BlockIoWriteIOps { get; init; }

    /// <param name="mounted">As <see cref="CgroupHierarchy.Mounted"/> gives them.</param>
    public static CgroupFeatures Of(IReadOnlyList<CgroupHierarchy> mounted) => CgroupHost.VersionOf(mounted) == 2 ? OfUnified(mounted[0]) : OfLegacy(mounted);

    private static CgroupFeatures OfLegacy(IReadOnlyList<CgroupHierarchy> mounted)
    {
        return new CgroupFeatures
        {
            MemorySwappiness = Has("memory", "memory.swappiness"),
            OomKillDisable = Has("memory", "memory.oom_control"),
            KernelMemoryTcp = Has("memory", "memory.kmem.tcp.limit_in_bytes"),
            CpuRealtime = Has("cpu", "cpu.rt_period_us"),
            Cpuset = Has("cpuset", "cpuset.cpus"),
            BlockIoWeight = Has("blkio", "blkio.weight"),
            BlockIoWeightDevice = Has("blkio", "blkio.weight_device"),
            BlockIoReadBps = Has("blkio", "blkio.throttle.read_bps_device"),
            BlockIoWriteBps = Has("blkio", "blkio.throttle.write_bps_device"),
            BlockIoReadIOps = Has("blkio", "blkio.throttle.read_iops_device"),
            BlockIoWriteIOps = Has("blkio", "blkio.throttle.write_iops_device"),
        };

        bool Has(string controller, string file) => mounted.Any(hierarchy => hierarchy.Has(controller) && File.Exists(Path.Combine(hierarchy.MountPoint, file)));
    }

    // The root group has no weights of its own: any group below it says whether the kernel weighs.
    private static CgroupFeatures OfUnified(CgroupHierarchy hierarchy)
    {
        var io = hierarchy.Has("io");
        var weighs = io && Directory.EnumerateDirectories(hierarchy.MountPoint).Any(group => File.Exists(Path.Combine(group, "io.bfq.weight")) || File.Exists(Path.Combine(group, "io.weight")));
        return new CgroupFeatures
        {
            Cpuset = hierarchy.Has("cpuset"),
            BlockIoWeight = weighs,
            BlockIoWeightDevice = weighs,
            BlockIoReadBps = io,
            BlockIoWriteBps = io,
            BlockIoReadIOps = io,
            BlockIoWriteIOps = io,
        };
    }
}
