using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Machine;

namespace Whelk.Guest.Processes;

/// <summary>The control group that the workload's processes are put into before they run, those of execs too; the agent stands outside it. Its limits are the workload's.</summary>
internal static class WorkloadGroup
{
    private const string Hierarchy = "/sys/fs/cgroup";
    private const string Name = "/workload";
    private const string Folder = $"{Hierarchy}{Name}";

    private static bool _isMade;

    /// <summary>The same of the group that the agent is in.</summary>
    internal const string AgentsFile = $"{Hierarchy}/cgroup.procs";

    /// <summary>Where a process is put into it; made if it is missing.</summary>
    internal static string ProcessesFile
    {
        get
        {
            Make();
            return $"{Folder}/cgroup.procs";
        }
    }

    /// <summary>Sets limits, in order.</summary>
    /// <exception cref="WhelkException">One that this kernel refuses; those before it are set.</exception>
    internal static void Set(IReadOnlyList<CgroupSetting> settings)
    {
        Make();
        foreach (var (file, value) in settings)
        {
            try
            {
                File.WriteAllText($"{Folder}/{Path.GetFileName(file)}", value);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new WhelkException(ErrorCode.InvalidArgument, $"{file} = {value}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>What the workload uses now.</summary>
    internal static GuestUse Use()
    {
        Make();
        var use = new CgroupGauge([new CgroupHierarchy(Hierarchy, IsUnified: true, Controllers())], Name).Use();
        return new GuestUse
        {
            Memory = (ulong)use.Memory,
            MemoryLimit = (ulong)Math.Min(use.MemoryLimit ?? long.MaxValue, HostMemory.Total),
            Tasks = (ulong)use.Pids,
            TasksLimit = (ulong)(use.PidsLimit ?? 0),
            MemoryDetails = [.. use.MemoryDetails.Select(detail => (detail.Key, (ulong)detail.Value))],
        };
    }

    // Every controller that the kernel has, so that the workload's own view is that of a container.
    private static void Make()
    {
        if (_isMade)
        {
            return;
        }

        foreach (var controller in Controllers())
        {
            File.WriteAllText($"{Hierarchy}/cgroup.subtree_control", $"+{controller}");
        }

        Directory.CreateDirectory(Folder);
        _isMade = true;
    }

    private static string[] Controllers() =>
        File.ReadAllText($"{Hierarchy}/cgroup.controllers").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
