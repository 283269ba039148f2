namespace Whelk.Linux.Cgroups;

/// <summary>Which kind of control groups this host has. cgroups(7), "Cgroups version 1 and 2".</summary>
public static class CgroupHost
{
    /// <summary>2 where only the unified hierarchy is mounted, else 1.</summary>
    public static int Version => VersionOf(CgroupHierarchy.Mounted());

    /// <summary>Where the unified hierarchy is mounted beside those of version 1 (hybrid); null where the host is not hybrid.</summary>
    public static string? HybridMount => HybridMountOf(CgroupHierarchy.Mounted());

    internal static int VersionOf(IReadOnlyList<CgroupHierarchy> mounted) => mounted.All(hierarchy => hierarchy.IsUnified) ? 2 : 1;

    internal static string? HybridMountOf(IReadOnlyList<CgroupHierarchy> mounted) =>
        VersionOf(mounted) == 1 ? mounted.FirstOrDefault(hierarchy => hierarchy.IsUnified)?.MountPoint : null;
}
