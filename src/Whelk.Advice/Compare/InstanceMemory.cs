using Whelk.Linux.Cgroups;
using Whelk.Linux.Machine;

namespace Whelk.Advice.Compare;

/// <summary>
/// The memory of one instance, seen from the host and counted the same way whatever runs in it: the processes of its control group and the
/// processes that these belong to (its monitor), each with its share of what it shares (PSS), and files in memory that no process has mapped.
/// </summary>
internal static class InstanceMemory
{
    internal const string Counts = "PSS of its processes on the host and of its monitor, and tmpfs";

    /// <summary>The bytes now; null where no process of the instance is to be seen.</summary>
    internal static long? TryMeasure(CgroupGauge gauge, CgroupMemory? charged)
    {
        var pids = gauge.Processes();
        List<ProcessMemory> inside = [.. pids.Select(ProcessMemory.TryRead).OfType<ProcessMemory>()];
        if (inside.Count == 0)
        {
            return null;
        }

        var unmapped = Math.Max(0, (charged?.TmpfsBytes ?? 0) - inside.Sum(memory => memory.SharedMemoryBytes));
        return inside.Concat(MonitorsOf(pids).Select(ProcessMemory.TryRead).OfType<ProcessMemory>()).Sum(memory => memory.ProportionalBytes) + unmapped;
    }

    /// <summary>The parents, outside the group, of the group's processes.</summary>
    internal static IEnumerable<int> MonitorsOf(IReadOnlyList<int> pids) => pids
        .Select(pid => ProcessStat.TryRead(pid)?.ParentPid ?? 0)
        .Where(parent => parent > 1 && parent != Environment.ProcessId && !pids.Contains(parent))
        .Distinct();
}
