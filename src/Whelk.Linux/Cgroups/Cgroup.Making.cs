using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Linux.Cgroups;

/// <summary>Making a group.</summary>
public sealed partial class Cgroup
{
    // Those that limits are set in. A group above may be another manager's, and is left as it is where it has them already.
    private static readonly string[] Limiting = ["cpuset", "cpu", "io", "memory", "pids"];

    /// <summary>Makes the group where it is missing. A hierarchy that cannot be written is left out, as long as one can.</summary>
    /// <param name="path">As config.json has it: "/a/b", or systemd's "slice:prefix:name".</param>
    /// <exception cref="Errors.WhelkException">The path names no group of its own, or one in which others run; nothing is left of what was made.</exception>
    public static Cgroup Create(string path)
    {
        var relative = Normalize(path);
        var hierarchies = CgroupHierarchy.Mounted();
        RefuseInhabited(hierarchies, relative);
        var groups = new List<(CgroupHierarchy, string)>();
        var made = new List<string>();
        Exception? refused = null;
        foreach (var hierarchy in hierarchies)
        {
            try
            {
                groups.Add((hierarchy, Make(hierarchy, relative, made)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SyscallException)
            {
                refused = exception;
            }
        }

        if (groups.Count > 0)
        {
            return new Cgroup(groups, made);
        }

        RemoveEmpty(made);
        throw new Errors.WhelkException(Errors.ErrorCode.Unavailable, $"no control group {relative} could be made: {refused?.Message ?? "none is mounted"}", refused);
    }

    // What is limited and killed with a workload must not be others' (a slice of the host's, say).
    private static void RefuseInhabited(IReadOnlyList<CgroupHierarchy> hierarchies, string relative)
    {
        foreach (var group in hierarchies.SelectMany(hierarchy => GroupsBelow(hierarchy.MountPoint + relative)))
        {
            if (CgroupHierarchy.ReadWords(Path.Combine(group, "cgroup.procs")).Length is > 0 and var count)
            {
                throw new Errors.WhelkException(Errors.ErrorCode.Conflict, $"container's cgroup is not empty: {count} process(es) found in {group}");
            }
        }
    }

    // A parent may be gone again before its child is there: whoever had the last group in it removes it.
    private static string Make(CgroupHierarchy hierarchy, string relative, List<string> made)
    {
        const int Attempts = 20;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return MakeOnce(hierarchy, relative, made);
            }
            catch (Exception exception) when (attempt < Attempts && exception is DirectoryNotFoundException or FileNotFoundException or SyscallException { Errno: Errno.ENOENT })
            {
                // Once more, from the top.
            }
        }
    }

    private static string MakeOnce(CgroupHierarchy hierarchy, string relative, List<string> made)
    {
        var path = hierarchy.MountPoint;
        foreach (var part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (hierarchy.IsUnified)
            {
                Delegate(path);
            }

            var parent = path;
            path = Path.Combine(path, part);
            if (TryMake(parent, part) && !made.Contains(path))
            {
                made.Add(path);
            }

            if (hierarchy.Has("cpuset") && !hierarchy.IsUnified)
            {
                // A group of version 1 accepts nobody before it has processors and memory nodes.
                Inherit(path, "cpuset.cpus");
                Inherit(path, "cpuset.mems");
            }
        }

        return path;
    }

    /// <summary>Makes one group of this hierarchy.</summary>
    /// <returns>False where it was there.</returns>
    internal static bool TryMake(string parent, string name)
    {
        using var directory = DirectoryHandle.Open(parent);
        try
        {
            directory.MakeDirectory(FilePath.From(name), 0x1ED);
            return true;
        }
        catch (SyscallException exception) when (exception.Errno is Errno.EEXIST)
        {
            return false;
        }
    }

    /// <summary>Lets the groups below one of version 2 have limits.</summary>
    internal static void Delegate(string parent)
    {
        var enabled = Path.Combine(parent, "cgroup.subtree_control");
        foreach (var controller in CgroupHierarchy.ReadWords(Path.Combine(parent, "cgroup.controllers")).Intersect(Limiting).Except(CgroupHierarchy.ReadWords(enabled)))
        {
            try
            {
                File.WriteAllText(enabled, $"+{controller}");
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
}
