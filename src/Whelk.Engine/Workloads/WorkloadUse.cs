using Whelk.Linux.Cgroups;

namespace Whelk.Engine.Workloads;

/// <summary>What a workload uses at a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Group">As its control group counts it; of a VM the whole machine, but for memory and tasks, which are the workload's.</param>
/// <param name="HostProcessor">The processor time of all processors of the host so far, idle time too.</param>
/// <param name="Networks">What went through each interface, seen from the workload; null without one.</param>
public sealed record WorkloadUse(DateTimeOffset At, CgroupUse Group, TimeSpan HostProcessor, IReadOnlyDictionary<string, NetworkUse>? Networks);
