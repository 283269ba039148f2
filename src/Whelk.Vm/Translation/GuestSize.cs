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

    // Sizes that machines have in common, so that one template serves many limits; pages nobody touches cost nothing. Beyond them a machine is as large as its
    // limit asks: its kernel's own pages grow with it.
    private static readonly int[] Classes = [DefaultMiB, 1024, 2048, 4096];

    // The guest's kernel and the agent, and the kernel's record of each page, neither of which the workload's limit counts.
    private const int KernelMiB = 96;
    private const int PagesOfRecords = 32;

    // QEMU's own need: translated code (64 MiB at most), devices, the monitor, virtiofsd.
    private const long HostOverhead = 256 * MiB;

    /// <summary>
    /// MiB of the guest, in which the limit fits. A limit beyond the machine's memory counts as the machine's: the guest's kernel pays for each page it might have.
    /// </summary>
    internal static int MemoryMiB(RuntimeSpec config) => MemoryMiB(config, HostMemory.Total / MiB);

    /// <inheritdoc cref="MemoryMiB(RuntimeSpec)"/>
    internal static int MemoryMiB(RuntimeSpec config, long machineMiB) =>
        Annotations.NumberOf(config, Annotations.Memory)
        ?? (LimitOf(config) is { } limit
            ? Holding((int)Math.Min((limit - 1) / MiB + 1, machineMiB))
            : DefaultMiB);

    /// <summary>Whether machines of this size have it in common, so that a template pays. A larger one costs its kernel's record of each page, and is rarely wanted twice.</summary>
    internal static bool IsCommon(int guestMiB) => guestMiB <= Classes[^1];

    /// <summary>What a workload may use of a guest, in MiB.</summary>
    internal static int RoomIn(int guestMiB) => guestMiB - KernelMiB - (guestMiB / PagesOfRecords);

    private static int Holding(int wantedMiB) =>
        Classes.FirstOrDefault(size => RoomIn(size) >= wantedMiB) is > 0 and var size ? size : wantedMiB + KernelMiB + (wantedMiB / (PagesOfRecords - 2));

    /// <summary>Virtual processors: what --cpus asks for, rounded up; one where nothing is said, as each costs time at boot.</summary>
    internal static int Processors(RuntimeSpec config, int machineProcessors)
    {
        var cpu = config.Linux?.Resources?.Cpu;
        var asked = cpu?.Quota is > 0 and { } quota ? (quota - 1) / (long)(cpu.Period is > 0 and { } period ? period : DefaultPeriod) + 1
            : Annotations.LongOf(config, Annotations.SandboxQuota) is { } sum ? (sum - 1) / (Annotations.LongOf(config, Annotations.SandboxPeriod) ?? (long)DefaultPeriod) + 1 : 1;
        return Annotations.NumberOf(config, Annotations.Processors) ?? (int)Math.Clamp(asked, 1, machineProcessors);
    }

    /// <summary>
    /// The host's limits for a machine of this configuration. Those of a sandbox are the sums of what its containers may use: its own are for a process that does nothing.
    /// </summary>
    internal static CgroupLimits OfHost(RuntimeSpec config, int guestMiB)
    {
        var own = OfHost(config.Linux?.Resources, guestMiB);
        return Annotations.Of(config, Annotations.ContainerType) != Annotations.Sandbox ? own : own with
        {
            Memory = LimitOf(config) is null ? own.Memory : (guestMiB * MiB) + HostOverhead,
            CpuShares = (ulong?)Annotations.LongOf(config, Annotations.SandboxShares),
            CpuQuota = own.CpuQuota is > 0 ? own.CpuQuota : Annotations.LongOf(config, Annotations.SandboxQuota),
            CpuPeriod = own.CpuQuota is > 0 ? own.CpuPeriod : (ulong?)Annotations.LongOf(config, Annotations.SandboxPeriod),
        };
    }

    private static long? LimitOf(RuntimeSpec config) =>
        config.Linux?.Resources?.Memory?.Limit is > 0 and { } limit ? limit : Annotations.LongOf(config, Annotations.SandboxMemory);

    /// <summary>The host's limits for a config's resources. What the workload may have of memory and tasks its guest sees to (<see cref="GuestLimits"/>); these bound the machine as a whole.</summary>
    internal static CgroupLimits OfHost(LinuxResources? resources, int guestMiB) => new()
    {
        Memory = resources?.Memory?.Limit is > 0 ? (guestMiB * MiB) + HostOverhead : resources?.Memory?.Limit,
        CpuShares = resources?.Cpu?.Shares,
        CpuQuota = resources?.Cpu?.Quota,
        CpuPeriod = resources?.Cpu?.Period,
        Cpus = resources?.Cpu?.Cpus,
    };
}
