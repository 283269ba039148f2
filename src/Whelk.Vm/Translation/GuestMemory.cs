using Whelk.Linux.Cgroups;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>How a workload's limits become the size of its guest and the limits of the host's control group.</summary>
internal static class GuestMemory
{
    private const long MiB = 1 << 20;

    // Touched page by page, so a large default costs what is used, not what it says.
    private const int DefaultMiB = 512;
    private const int SmallestMiB = 128;

    // The guest's kernel, its page tables and the agent, which the workload's limit does not count.
    private const int KernelMiB = 64;

    // QEMU's own need: translated code (64 MiB at most), devices, the monitor, virtiofsd.
    private const long HostOverhead = 256 * MiB;

    internal static int OfGuest(RuntimeSpec config) =>
        Annotations.NumberOf(config, Annotations.Memory)
        ?? (config.Linux?.Resources?.Memory?.Limit is > 0 and { } limit ? (int)Math.Max(SmallestMiB, (limit + MiB - 1) / MiB + KernelMiB) : DefaultMiB);

    /// <summary>The host's limits for a config's resources. The number of tasks is the guest's own affair: QEMU's threads are no workload.</summary>
    internal static CgroupLimits OfHost(LinuxResources? resources, int guestMiB) => new()
    {
        Memory = resources?.Memory?.Limit is > 0 ? (guestMiB * MiB) + HostOverhead : resources?.Memory?.Limit,
        CpuShares = resources?.Cpu?.Shares,
        CpuQuota = resources?.Cpu?.Quota,
        CpuPeriod = resources?.Cpu?.Period,
        Cpus = resources?.Cpu?.Cpus,
    };
}
