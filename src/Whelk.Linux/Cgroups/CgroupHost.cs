namespace Whelk.Linux.Cgroups;

/// <summary>Which kind of control groups this host has. cgroups(7), "Cgroups version 1 and 2".</summary>
public static class CgroupHost
{
    /// <summary>2 where only the unified hierarchy is mounted, else 1.</summary>
    public static int Version => CgroupHierarchy.Mounted().All(hierarchy => hierarchy.IsUnified) ? 2 : 1;

    /// <summary>Where the unified hierarchy is mounted beside those of version 1 (hybrid); null where the host is not hybrid.</summary>
    public static string? HybridMount
    {
        get
        {
            var mounted = CgroupHierarchy.Mounted();
            return mounted.Any(hierarchy => !hierarchy.IsUnified) ? mounted.FirstOrDefault(hierarchy => hierarchy.IsUnified)?.MountPoint : null;
        }
    }
}
