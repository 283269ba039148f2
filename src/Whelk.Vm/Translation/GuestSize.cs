using Whelk.Linux.Cgroups;
using Whelk.Linux.Machine;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>How a workload's limits become the size of its guest and the limits of the host's control group.</summary>
internal static class GuestSize
{
    private const long MiB = 1 << 20;
    private const ulong DefaultPeriod = 100_000;

    // Touched page by page, so a large default costs what is used, not what it says.
    private const int DefaultMiB = 512;
    private const int SmallestMiB = 128;

    // The guest's kernel, its page tables and the agent, which the workload's limit does not count.
    private const int KernelMiB = 64;

    // QEMU's own need: translated code (64 MiB at most), devices, the monitor, virtiofsd.
    private const long HostOverhead = 256 * MiB;

    /// <summary>MiB of the guest. A limit beyond the machine's memory counts as the machine's: the guest's kernel pays for each page it might have.</summary>
    internal static int MemoryMiB(RuntimeSpec config) => MemoryMiB(config, HostMemory.Total / MiB);

    /// <inheritdoc cref="MemoryMiB(RuntimeSpec)"/>
    internal static int MemoryMiB(RuntimeSpec config, long machineMiB) =>
        Annotations.NumberOf(config, Annotations.Memory)
        ?? (config.Linux?.Resources?.Memory?.Limit is > 0 and { } limit
            ? (int)Math.Max(SmallestMiB, Math.Min((limit - 1) / MiB + 1, machineMiB) + KernelMiB)
            : DefaultMiB);

    /// <summary>Virtual processors: what --cpus asks for, rounded up; one where nothing is said, as each costs time at boot.</summary>
    internal static int Processors(RuntimeSpec config, int machineProcessors)
    {
        var cpu = config.Linux?.Resources?.Cpu;
        var asked = cpu?.Quota is > 0 and { } quota ? (quota - 1) / (long)(cpu.Period is > 0 and { } period ? period : DefaultPeriod) + 1 : 1;
        return Annotations.NumberOf(config, Annotations.Processors) ?? (int)Math.Clamp(asked, 1, machineProcessors);
    }

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
