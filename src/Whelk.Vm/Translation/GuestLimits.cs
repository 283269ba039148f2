using System.Globalization;
using Whelk.Guest.Protocol;
using Whelk.Linux.Cgroups;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>
/// A workload's limits as its guest's control group has them: what the workload may use is counted there, where nothing else is. How they are translated is what
/// crun does on version 2.
/// </summary>
internal static class GuestLimits
{
    private const string None = "max";

    /// <summary>What is said of memory and tasks, and <c>unified</c> as it is; nothing of what is not said. Processors and disks are limited on the host.</summary>
    internal static IReadOnlyList<CgroupSetting> Of(LinuxResources? resources)
    {
        var settings = new List<CgroupSetting>();
        Add(settings, "memory.max", resources?.Memory?.Limit);
        Add(settings, "memory.low", resources?.Memory?.Reservation);
        Add(settings, "pids.max", resources?.Pids?.Limit);
        settings.AddRange((resources?.Unified ?? new Dictionary<string, string>()).Select(entry => new CgroupSetting(entry.Key, entry.Value)));
        return settings;
    }

    /// <summary>The same with what is said of processors: of a container in a pod, whose machine as a whole the host limits.</summary>
    internal static IReadOnlyList<CgroupSetting> OfMember(LinuxResources? resources)
    {
        var processors = new CgroupLimits
        {
            CpuShares = resources?.Cpu?.Shares,
            CpuQuota = resources?.Cpu?.Quota is not 0 and var quota ? quota : null,
            CpuPeriod = resources?.Cpu?.Period is > 0 and var period ? period : null,
        };
        return [.. Of(resources), .. processors.Unified.Select(setting => new CgroupSetting(setting.File, setting.Value))];
    }

    // 0 says nothing, -1 lifts the limit.
    private static void Add(List<CgroupSetting> settings, string file, long? limit)
    {
        if (limit is { } value and not 0)
        {
            settings.Add(new CgroupSetting(file, value > 0 ? value.ToString(CultureInfo.InvariantCulture) : None));
        }
    }
}
