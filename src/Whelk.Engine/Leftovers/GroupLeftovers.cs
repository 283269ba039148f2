using Whelk.Engine.Cgroups;
using Whelk.Linux.Cgroups;

namespace Whelk.Engine.Leftovers;

/// <summary>Control groups of workloads that do not live, with the processes in them: a container's, a VM's monitor and its QEMU.</summary>
internal static class GroupLeftovers
{
    internal static IReadOnlyList<Leftover> Of(LeftoverScope scope)
    {
        var parents = ScopeGroups.Parents(scope.Paths.Hash);
        List<(string Id, string Path)> groups = [.. parents.SelectMany(parent => ScopeGroups.Below(parent).Select(id => (id, $"{parent}/{id}")))];
        groups.AddRange(scope.OtherGroups.Where(other => !groups.Exists(group => group.Path == other.Value)).Select(other => (other.Key, other.Value)));

        var owned = scope.Owned();
        List<Leftover> found = [.. groups.Where(group => !owned.Contains(LeftoverScope.Short(group.Id))).SelectMany(group => Of(group.Id, group.Path))];
        if (owned.Count == 0 && !scope.HasDaemon)
        {
            found.AddRange(parents.SelectMany(GroupOf));
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
