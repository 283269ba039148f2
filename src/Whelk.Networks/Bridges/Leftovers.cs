using Whelk.Linux.Namespaces;
using Whelk.Linux.Netlink;

namespace Whelk.Networks.Bridges;

/// <summary>What a killed daemon leaves: the pool's endpoints, and those of workloads that ended meanwhile.</summary>
internal static class Leftovers
{
    /// <summary>Removes every veth of the daemon's own bridge and every pinned namespace but those to keep.</summary>
    internal static void Remove(RouteSocket host, NetworkNames names, string folder, IReadOnlySet<string> keep, IReadOnlySet<string> keepLinks)
    {
        foreach (var link in host.Links().Where(link => link.Name.StartsWith(names.VethPrefix, StringComparison.Ordinal)))
        {
            if (!keepLinks.Contains(link.Name))
            {
                host.RemoveLink(link.Name);
            }
        }

        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            if (!keep.Contains(path))
            {
                NetworkNamespace.Unpin(path);
            }
        }
    }
}
