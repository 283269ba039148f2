using System.Globalization;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Machine;

namespace Whelk.Guest.Processes;

/// <summary>The control group that a workload's processes are put into before they run, those of execs too; the agent stands outside it. Its limits are the workload's.</summary>
internal sealed class WorkloadGroup
{
    private const string Hierarchy = "/sys/fs/cgroup";
    private const string FirstName = "/workload";
    private const string Kills = "oom_kill ";

    private static bool _isDelegated;

    private readonly string _name;
    private bool _isMade;

    private WorkloadGroup(string name) => _name = name;

    /// <summary>The same of the group that the agent is in.</summary>
    internal const string AgentsFile = $"{Hierarchy}/cgroup.procs";

    /// <summary>Where a process is put into it; made if it is missing.</summary>
    internal string ProcessesFile
    {
        get
        {
            Make();
            return $"{Folder}/cgroup.procs";
        }
    }

    private string Folder => Hierarchy + _name;

    /// <param name="stream">Of the workload's first process.</param>
    internal static WorkloadGroup Of(ushort stream) => new(stream == Workloads.First ? FirstName : $"{FirstName}-{stream}");

    /// <summary>Sets limits, in order.</summary>
    /// <exception cref="WhelkException">One that this kernel refuses; those before it are set.</exception>
    internal void Set(IReadOnlyList<CgroupSetting> settings)
    {
        Make();
        foreach (var (file, value) in settings)
        {
            Write(Path.GetFileName(file), value);
        }
    }

    /// <summary>Holds its processes, or lets them go on. The kernel's answer comes at once, their standing still soon.</summary>
    internal void Freeze(bool frozen)
    {
        Make();
        Write("cgroup.freeze", frozen ? "1" : "0");
    }

    /// <summary>What the workload uses now.</summary>
    internal GuestUse Use()
    {
        Make();
        var use = new CgroupGauge([new CgroupHierarchy(Hierarchy, IsUnified: true, Controllers())], _name).Use();
        return new GuestUse
        {
            Memory = (ulong)use.Memory,
            MemoryLimit = (ulong)Math.Min(use.MemoryLimit ?? long.MaxValue, HostMemory.Total),
            Tasks = (ulong)use.Pids,
            TasksLimit = (ulong)(use.PidsLimit ?? 0),
            MemoryDetails = [.. use.MemoryDetails.Select(detail => (detail.Key, (ulong)detail.Value))],
        };
    }

    /// <summary>Whether the kernel has killed a process of it because there was no memory left, in the group or in the machine. memory.events of cgroup v2.</summary>
    internal bool RanOutOfMemory() =>
        File.Exists($"{Folder}/memory.events")
        && File.ReadLines($"{Folder}/memory.events").FirstOrDefault(line => line.StartsWith(Kills, StringComparison.Ordinal)) is { } line
        && long.Parse(line.AsSpan(Kills.Length), CultureInfo.InvariantCulture) > 0;

    /// <summary>Kills whatever is in it.</summary>
    internal void End()
    {
        if (Directory.Exists(Folder))
        {
            Write("cgroup.kill", "1");
        }
    }

    /// <summary>Takes it away, with the groups that its workload has made in it.</summary>
    /// <returns>False while something in it still ends.</returns>
    internal bool TryRemove()
    {
        try
        {
            RemoveTree(Folder);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void RemoveTree(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var below in Directory.EnumerateDirectories(folder))
        {
            RemoveTree(below);
        }

        Directory.Delete(folder);
    }

    private void Write(string file, string value)
    {
        try
        {
            File.WriteAllText($"{Folder}/{file}", value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"{file} = {value}: {exception.Message}", exception);
        }
    }

    private void Make()
    {
        if (_isMade)
        {
            return;
        }

        try
        {
            Delegate();
            Directory.CreateDirectory(Folder);
            _isMade = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WhelkException(ErrorCode.Unavailable, $"making the workload's control group: {exception.Message}", exception);
        }
    }

    // Every controller that the kernel has, so that the workload's own view is that of a container.
    private static void Delegate()
    {
        if (_isDelegated)
        {
            return;
        }

        foreach (var controller in Controllers())
        {
            File.WriteAllText($"{Hierarchy}/cgroup.subtree_control", $"+{controller}");
        }

        _isDelegated = true;
    }

    private static string[] Controllers() =>
        File.ReadAllText($"{Hierarchy}/cgroup.controllers").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
