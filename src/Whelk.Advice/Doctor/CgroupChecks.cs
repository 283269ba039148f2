using Whelk.Linux.Cgroups;

namespace Whelk.Advice.Doctor;

/// <summary>The host's control groups: which version, and whether limits and figures can be had.</summary>
internal static class CgroupChecks
{
    private const string Name = "control groups";

    // By what a user loses without it; version 2 counts processor time without a controller.
    private static readonly (string Controller, string Loss, string Mend)[] Wanted =
    [
        ("memory", "no memory limits", "boot with cgroup_enable=memory on the kernel's command line"),
        ("cpu", "no CPU limits", "use a kernel with CONFIG_CGROUP_SCHED"),
        ("pids", "no limit of processes", "use a kernel with CONFIG_CGROUP_PIDS"),
        ("devices", "no device can be kept from a workload", "use a kernel with CONFIG_CGROUP_DEVICE"),
    ];

    internal static IEnumerable<HostCheck> Run() => Of(CgroupHierarchy.Mounted());

    internal static IEnumerable<HostCheck> Of(IReadOnlyList<CgroupHierarchy> mounted)
    {
        if (mounted.Count == 0)
        {
            return [HostCheck.Fail(Name, "none are mounted", "mount -t cgroup2 none /sys/fs/cgroup")];
        }

        var legacy = mounted.Any(hierarchy => !hierarchy.IsUnified);
        var missing = Wanted.Where(wanted => !Has(mounted, wanted.Controller, legacy)).Select(wanted =>
            HostCheck.Warn($"controller {wanted.Controller}", $"this host does not offer it: {wanted.Loss}", wanted.Mend));
        return [VersionOf(mounted, legacy), .. missing];
    }

    // Version 2 has no controller for devices: eBPF does it.
    private static bool Has(IReadOnlyList<CgroupHierarchy> mounted, string controller, bool legacy) =>
        mounted.Any(hierarchy => hierarchy.Has(controller)) || (!legacy && controller == "devices");

    private static HostCheck VersionOf(IReadOnlyList<CgroupHierarchy> mounted, bool legacy)
    {
        const string ToUnified = "works, and version 2 starts workloads faster: boot with systemd.unified_cgroup_hierarchy=1, or without the mounts of version 1";
        return !legacy ? HostCheck.Ok(Name, $"version 2 at {mounted[0].MountPoint}")
            : mounted.FirstOrDefault(hierarchy => hierarchy.IsUnified) is { } unified
                ? HostCheck.Warn(Name, $"hybrid: version 1, with version 2 beside it at {unified.MountPoint}, which crun must not see and is not shown", ToUnified)
                : HostCheck.Warn(Name, "version 1", ToUnified);
    }
}
