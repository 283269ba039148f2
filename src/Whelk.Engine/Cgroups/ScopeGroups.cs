using System.IO.Enumeration;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Systemd;

namespace Whelk.Engine.Cgroups;

/// <summary>The groups in a daemon's scopes, found in the hierarchy: also while systemd cannot be asked, and after it has forgotten them.</summary>
internal static class ScopeGroups
{
    /// <summary>The groups that workloads of a daemon lie below, as "/a/b": the one below the root, and its scopes.</summary>
    internal static IReadOnlyList<string> Parents(string hash) =>
    [
        GroupNames.BelowRoot(hash),
        .. CgroupHierarchy.Mounted().Where(hierarchy => hierarchy.IsUnified)
            .SelectMany(hierarchy => ScopesIn(hierarchy.MountPoint, hash).Select(folder => folder[hierarchy.MountPoint.Length..])),
    ];

    /// <summary>Ends what is in a scope, but for what holds it; the scope itself is systemd's to remove.</summary>
    internal static async Task ClearAsync(string scope)
    {
        foreach (var name in Below(scope))
        {
            await Cgroup.Existing($"{scope}/{name}").RemoveAsync(CancellationToken.None);
        }
    }

    /// <summary>The names of the workloads' groups below one.</summary>
    internal static IEnumerable<string> Below(string parent) =>
        Cgroup.Existing(parent).Directories.SelectMany(Directory.GetDirectories).Select(folder => Path.GetFileName(folder)).Where(name => name != DelegatedScope.Supervisor).Distinct();

    // Scopes lie in slices, and slices in slices. What vanishes meanwhile is left out.
    private static FileSystemEnumerable<string> ScopesIn(string mountPoint, string hash) =>
        new(mountPoint, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory && GroupNames.IsScope(entry.FileName.ToString(), hash),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => GroupNames.IsSlice(entry.FileName),
        };
}
