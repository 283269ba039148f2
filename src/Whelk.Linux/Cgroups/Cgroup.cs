using Whelk.Linux.Native;
using Whelk.Linux.Processes;

namespace Whelk.Linux.Cgroups;

/// <summary>One group by its path, in every hierarchy that is mounted (version 1, 2 or both).</summary>
public sealed class Cgroup
{
    private readonly List<(CgroupHierarchy Hierarchy, string Path)> _groups;

    private Cgroup(List<(CgroupHierarchy Hierarchy, string Path)> groups) => _groups = groups;

    /// <summary>The directories, for a record that must find them again.</summary>
    public IReadOnlyList<string> Directories => [.. _groups.Select(group => group.Path)];

    /// <summary>Makes the group where it is missing. A hierarchy that cannot be written is left out, as long as one can.</summary>
    /// <param name="path">As config.json has it: "/a/b", or systemd's "slice:prefix:name".</param>
    public static Cgroup Create(string path)
    {
        var relative = Normalize(path);
        var groups = new List<(CgroupHierarchy, string)>();
        Exception? refused = null;
        foreach (var hierarchy in CgroupHierarchy.Mounted())
        {
            try
            {
                groups.Add((hierarchy, Make(hierarchy, relative)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                refused = exception;
            }
        }

        return groups.Count > 0 ? new Cgroup(groups)
            : throw new Errors.WhelkException(Errors.ErrorCode.Unavailable, $"no control group {relative} could be made: {refused?.Message ?? "none is mounted"}", refused);
    }

    /// <summary>The group of this path, in the hierarchies that have it.</summary>
    public static Cgroup Existing(string path)
    {
        var relative = Normalize(path).TrimStart('/');
        return new Cgroup([.. from hierarchy in CgroupHierarchy.Mounted()
                              let directory = Path.Combine(hierarchy.MountPoint, relative)
                              where Directory.Exists(directory)
                              select (hierarchy, directory)]);
    }

    /// <summary>The group that a record names by its directories.</summary>
    public static Cgroup Of(IReadOnlyList<string> directories)
    {
        var hierarchies = CgroupHierarchy.Mounted();
        return new Cgroup([.. from directory in directories
                              let owner = hierarchies.FirstOrDefault(h => directory.StartsWith(h.MountPoint + "/", StringComparison.Ordinal))
                              where owner is not null
                              select (owner, directory)]);
    }

    /// <summary>Moves a process in; its later children are born here.</summary>
    public void Join(int pid)
    {
        foreach (var (_, path) in _groups)
        {
            File.WriteAllText(Path.Combine(path, "cgroup.procs"), $"{pid}");
        }
    }

    /// <summary>The processes in it.</summary>
    public IReadOnlyList<int> Processes() =>
        [.. _groups.SelectMany(group => CgroupHierarchy.ReadWords(Path.Combine(group.Path, "cgroup.procs"))).Select(int.Parse).Distinct().Order()];

    /// <summary>Sets limits; what this machine has no controller for is skipped.</summary>
    public void Apply(CgroupLimits limits)
    {
        foreach (var (hierarchy, path) in _groups)
        {
            foreach (var (controller, file, value) in hierarchy.IsUnified ? CgroupFiles.Unified(limits) : CgroupFiles.Legacy(limits))
            {
                if (hierarchy.Has(controller))
                {
                    File.WriteAllText(Path.Combine(path, file), value);
                }
            }
        }
    }

    /// <summary>Kills what is left in it and in the groups below it, and removes the directories, with the parents that are empty then. Idempotent.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        foreach (var (hierarchy, path) in _groups)
        {
            for (var attempt = 0; !TryRemove(path) && attempt < 200; attempt++)
            {
                foreach (var group in GroupsBelow(path))
                {
                    EndProcesses(group);
                    TryRemove(group);
                }

                await Task.Delay(10, cancellationToken);
            }

            // A parent that is not empty, or not ours, refuses: that is where to stop.
            for (var parent = Path.GetDirectoryName(path)!; parent.Length > hierarchy.MountPoint.Length && TryRemove(parent); parent = Path.GetDirectoryName(parent)!)
            {
            }
        }
    }

    // A parent may be gone again before its child is there: whoever had the last group in it removes it.
    private static string Make(CgroupHierarchy hierarchy, string relative)
    {
        const int Attempts = 20;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return MakeOnce(hierarchy, relative);
            }
            catch (IOException exception) when (attempt < Attempts && exception is (DirectoryNotFoundException or FileNotFoundException))
            {
                // Once more, from the top.
            }
        }
    }

    private static string MakeOnce(CgroupHierarchy hierarchy, string relative)
    {
        var path = hierarchy.MountPoint;
        foreach (var part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (hierarchy.IsUnified)
            {
                Delegate(path);
            }

            path = Path.Combine(path, part);
            Directory.CreateDirectory(path);
            if (hierarchy.Has("cpuset") && !hierarchy.IsUnified)
            {
                // A group of version 1 accepts nobody before it has processors and memory nodes.
                Inherit(path, "cpuset.cpus");
                Inherit(path, "cpuset.mems");
            }
        }

        return path;
    }

    private static void Delegate(string parent)
    {
        foreach (var controller in CgroupHierarchy.ReadWords(Path.Combine(parent, "cgroup.controllers")))
        {
            try
            {
                File.WriteAllText(Path.Combine(parent, "cgroup.subtree_control"), $"+{controller}");
            }
            catch (IOException)
            {
                // A controller that cannot be had here (a parent with processes of its own) is no limit below.
            }
        }
    }

    // Also where somebody else has just made the group and not come to this yet.
    private static void Inherit(string path, string file)
    {
        var own = Path.Combine(path, file);
        if (string.IsNullOrWhiteSpace(File.ReadAllText(own)))
        {
            File.WriteAllText(own, File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, file)));
        }
    }

    private static void EndProcesses(string path)
    {
        foreach (var pid in CgroupHierarchy.ReadWords(Path.Combine(path, "cgroup.procs")))
        {
            CurrentProcess.Kill(int.Parse(pid), Signals.SignalNumber.SIGKILL);
        }
    }

    // The innermost first: a group with another one in it cannot be removed.
    private static IEnumerable<string> GroupsBelow(string path) => Directory.Exists(path)
        ? Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).OrderByDescending(group => group.Length).Append(path)
        : [];

    private static bool TryRemove(string path)
    {
        if (Libc.rmdir(path) == 0)
        {
            return true;
        }

        return SyscallResult.LastError is Errno.ENOENT;
    }

    private static string Normalize(string path)
    {
        var parts = path.Split(':');
        var plain = parts.Length == 3 ? $"{SliceToPath(parts[0])}/{(parts[1].Length > 0 ? $"{parts[1]}-" : string.Empty)}{parts[2]}.scope" : path;
        return plain.Split('/').Contains("..")
            ? throw new Errors.WhelkException(Errors.ErrorCode.InvalidArgument, $"cgroupsPath {path} leaves its root")
            : plain;
    }

    // "a-b.slice" lies below "a.slice" (systemd.slice(5)).
    private static string SliceToPath(string slice)
    {
        var name = slice.Length == 0 ? "system" : slice.EndsWith(".slice", StringComparison.Ordinal) ? slice[..^6] : slice;
        var parts = name.Split('-', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', Enumerable.Range(1, parts.Length).Select(count => $"{string.Join('-', parts.Take(count))}.slice"));
    }
}
