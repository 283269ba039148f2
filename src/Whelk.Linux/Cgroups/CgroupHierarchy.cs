namespace Whelk.Linux.Cgroups;

/// <summary>A mounted hierarchy of control groups: version 1 with its controllers, or the one of version 2. cgroups(7).</summary>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="IsUnified">Whether it is version 2.</param>
/// <param name="Controllers">Of version 1: what it is mounted with ("memory", "name=systemd"). Of version 2: what its root offers.</param>
public sealed record CgroupHierarchy(string MountPoint, bool IsUnified, IReadOnlyList<string> Controllers)
{
    /// <summary>All that this mount namespace shows, from proc_pid_mountinfo(5).</summary>
    public static IReadOnlyList<CgroupHierarchy> Mounted() => Parse(File.ReadLines("/proc/self/mountinfo"));

    internal static IReadOnlyList<CgroupHierarchy> Parse(IEnumerable<string> mountInfo)
    {
        var found = new List<CgroupHierarchy>();
        foreach (var line in mountInfo)
        {
            var halves = line.Split(" - ", 2);
            var (mount, source) = (halves[0].Split(' '), halves[1].Split(' '));
            if (source[0] == "cgroup2")
            {
                found.Add(new CgroupHierarchy(mount[4], true, ReadWords(Path.Combine(mount[4], "cgroup.controllers"))));
            }
            else if (source[0] == "cgroup")
            {
                found.Add(new CgroupHierarchy(mount[4], false, source[2].Split(',')));
            }
        }

        return found;
    }

    /// <summary>Whether limits of this controller are set here.</summary>
    public bool Has(string controller) => Controllers.Contains(controller);

    /// <summary>The group of version 2 that a process is in, by the lines of /proc/PID/cgroup ("0::/a/b"); null where there is none. cgroups(7).</summary>
    internal static string? UnifiedGroup(IEnumerable<string> lines)
    {
        const string Unified = "0::";
        return lines.FirstOrDefault(line => line.StartsWith(Unified, StringComparison.Ordinal))?[Unified.Length..];
    }

    internal static string[] ReadWords(string path) =>
        File.Exists(path) ? File.ReadAllText(path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) : [];
}
