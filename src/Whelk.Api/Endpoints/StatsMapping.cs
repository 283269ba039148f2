using Whelk.Api.Wire;
using Whelk.Engine.Logs;
using Whelk.Engine.Workloads;
using Whelk.Linux.Cgroups;

namespace Whelk.Api.Endpoints;

/// <summary>From what was measured to Docker's words for it.</summary>
internal static class StatsMapping
{
    private const long NanosecondsPerTick = 100;

    /// <param name="workload">Whose.</param>
    /// <param name="use">What it uses; null where it does not run: then all is empty, as with Docker.</param>
    /// <param name="before">The measurement before this one; null for none.</param>
    internal static StatsSample Sample(Workload workload, WorkloadUse? use, WorkloadUse? before)
    {
        var empty = new StatsSample { Name = $"/{workload.Spec.Name}", Id = workload.Spec.Id, Read = Rfc3339.Zero, PreRead = Rfc3339.Format(before?.At) };
        return use is null ? empty : empty with
        {
            Read = Rfc3339.Format(use.At),
            Pids = new PidsStats(use.Group.Pids, use.Group.PidsLimit),
            Block = BlockStats.Of(
            [
                new BlockStatEntry { Operation = "read", Value = use.Group.ReadBytes },
                new BlockStatEntry { Operation = "write", Value = use.Group.WrittenBytes },
            ]),
            Cpu = Cpu(use),
            PreCpu = before is null ? new CpuStats() : Cpu(before),
            Memory = Memory(use.Group),
            Networks = use.Networks?.ToDictionary(one => one.Key, one => Interface(one.Value)),
        };
    }

    private static CpuStats Cpu(WorkloadUse use) => new()
    {
        Usage = new CpuUsage(Nanoseconds(use.Group.Processor), Nanoseconds(use.Group.ProcessorInKernel), Nanoseconds(use.Group.ProcessorInUser), use.Group.NanosecondsPerProcessor),
        HostUsage = Nanoseconds(use.HostProcessor),
        Processors = Environment.ProcessorCount,
        Throttling = new ThrottlingData(use.Group.Periods, use.Group.ThrottledPeriods, Nanoseconds(use.Group.Throttled)),
    };

    // Without a limit of its own it has the host's memory. Clients subtract the file cache, which is among the details.
    private static MemoryStats Memory(CgroupUse use) => new(
        use.Memory,
        use.MemoryPeak,
        use.MemoryDetails,
        Math.Min(use.MemoryLimit ?? long.MaxValue, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    private static InterfaceStats Interface(NetworkUse use) => new()
    {
        ReceivedBytes = use.ReceivedBytes,
        ReceivedPackets = use.ReceivedPackets,
        ReceivedErrors = use.ReceivedErrors,
        ReceivedDropped = use.ReceivedDropped,
        SentBytes = use.SentBytes,
        SentPackets = use.SentPackets,
        SentErrors = use.SentErrors,
        SentDropped = use.SentDropped,
    };

    private static long Nanoseconds(TimeSpan time) => time.Ticks * NanosecondsPerTick;
}
