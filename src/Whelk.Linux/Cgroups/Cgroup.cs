namespace Whelk.Linux.Cgroups;

/// <summary>One group by its path, in every hierarchy that is mounted (version 1, 2 or both).</summary>
public sealed partial class Cgroup
{
    private readonly List<(CgroupHierarchy Hierarchy, string Path)> _groups;

    private Cgroup(List<(CgroupHierarchy Hierarchy, string Path)> groups, IReadOnlyList<string> made) => (_groups, Made) = (groups, made);

    /// <summary>The directories, for a record that must find them again.</summary>
    public IReadOnlyList<string> Directories => [.. _groups.Select(group => group.Path)];

    /// <summary>Those directories, of the group and of its parents, that were made for it: they alone are removed with it.</summary>
    public IReadOnlyList<string> Made { get; }

    /// <summary>The group of this path, in the hierarchies that have it; all of it counts as made for whoever asks.</summary>
    public static Cgroup Existing(string path)
    {
        var relative = Normalize(path).TrimStart('/');
        List<(CgroupHierarchy Hierarchy, string Path)> groups =
        [
            .. from hierarchy in CgroupHierarchy.Mounted()
               let directory = Path.Combine(hierarchy.MountPoint, relative)
               where Directory.Exists(directory)
               select (hierarchy, directory),
        ];
        return new Cgroup(groups, [.. groups.Select(group => group.Path)]);
    }

    /// <summary>The group that a record names by its directories.</summary>
    /// <param name="directories">As <see cref="Directories"/> gave them.</param>
    /// <param name="made">As <see cref="Made"/> gave them.</param>
    public static Cgroup Of(IReadOnlyList<string> directories, IReadOnlyList<string> made)
    {
        var hierarchies = CgroupHierarchy.Mounted();
        return new Cgroup(
            [.. from directory in directories
                let owner = hierarchies.FirstOrDefault(h => directory.StartsWith(h.MountPoint + "/", StringComparison.Ordinal))
                where owner is not null
                select (owner, directory)],
            [.. made.Where(directory => hierarchies.Any(h => directory.StartsWith(h.MountPoint + "/", StringComparison.Ordinal)))]);
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

    private static string Normalize(string path)
    {
        var parts = path.Split(':');
        var plain = parts.Length == 3 ? $"{SliceToPath(parts[0])}/{(parts[1].Length > 0 ? $"{parts[1]}-" : string.Empty)}{parts[2]}.scope" : path;
        List<string> names = [.. plain.Split('/').Where(name => name is not ("" or "."))];
        return names.Contains("..") ? throw new Errors.WhelkException(Errors.ErrorCode.InvalidArgument, $"cgroupsPath {path} leaves its root")
            : names.Count == 0 ? throw new Errors.WhelkException(Errors.ErrorCode.InvalidArgument, $"cgroupsPath {path} is the root itself, which is not a workload's to have")
            : $"/{string.Join('/', names)}";
    }

    // "a-b.slice" lies below "a.slice" (systemd.slice(5)).
    private static string SliceToPath(string slice)
    {
        var name = slice.Length == 0 ? "system" : slice.EndsWith(".slice", StringComparison.Ordinal) ? slice[..^6] : slice;
        var parts = name.Split('-', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', Enumerable.Range(1, parts.Length).Select(count => $"{string.Join('-', parts.Take(count))}.slice"));
    }
}
