using Whelk.Linux.Cgroups;

namespace Whelk.Engine.Leftovers;

/// <summary>Control groups of workloads that do not live, with the processes in them: a container's, a VM's monitor and its QEMU.</summary>
internal static class GroupLeftovers
{
    internal static IReadOnlyList<Leftover> Of(LeftoverScope scope)
    {
        var parent = scope.Paths.CgroupParent;
        var groups = Cgroup.Existing(parent).Directories.SelectMany(Directory.GetDirectories).Select(folder => Path.GetFileName(folder)).Distinct().ToDictionary(id => id, id => $"{parent}/{id}");
        foreach (var (id, path) in scope.OtherGroups)
        {
            groups.TryAdd(id, path);
        }

        var owned = scope.Owned();
        List<Leftover> found = [.. groups.Where(group => !owned.Contains(LeftoverScope.Short(group.Key))).SelectMany(group => Of(group.Key, group.Value))];
        if (owned.Count == 0 && !scope.HasDaemon)
        {
            found.AddRange(GroupOf(parent));
        }

        return found;
    }

    private static IEnumerable<Leftover> Of(string id, string path) =>
    [
        .. Processes(path).Select(pid => ProcessEnd.Of(pid, $"of workload {LeftoverScope.Short(id)}", () => Processes(path).Contains(pid))),
        .. GroupOf(path),
    ];

    private static IEnumerable<Leftover> GroupOf(string path) => Cgroup.Existing(path) is { Directories.Count: > 0 } group
        ? [new Leftover($"control group {path}", () => group.RemoveAsync(CancellationToken.None))]
        : [];

    // One of another pid namespace is shown as 0.
    private static IEnumerable<int> Processes(string path) => Cgroup.Existing(path).Processes().Where(pid => pid > 0);
}
