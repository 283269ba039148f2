using Whelk.Linux.Netlink;
using Whelk.Linux.Nftables;
using Whelk.Networks.Addresses;
using Whelk.Networks.Bridges;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Names;
using Whelk.Networks.Tables;
using Whelk.Networks.UserNetworks;

namespace Whelk.Networks;

/// <summary>What a daemon that was killed has left on the host, looked for while no daemon runs.</summary>
public sealed partial class BridgeNetwork
{
    /// <summary>Finds it; changes nothing. Everything is told by the hash of the daemon's root, or by what was recorded when it was made.</summary>
    /// <param name="options">The daemon's.</param>
    /// <param name="live">All workloads that live: what they use is no leftover.</param>
    /// <param name="isUsed">Whether anything runs at all: then bridges, tables and name server stay for the next daemon.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<IReadOnlyList<NetworkLeftover>> LeftoversAsync(
        NetworkOptions options, IReadOnlyCollection<LiveWorkload> live, bool isUsed, CancellationToken cancellationToken)
    {
        using var host = RouteSocket.Open();
        var names = new NetworkNames(options.Root);
        var others = options.Others.Where(other => IsOurs(host, other)).ToList();
        List<NetworkLeftover> found = [.. LinksLeft(host, names, others, live), .. NamespacesLeft(NamespaceFolder(options), live)];
        if (!isUsed)
        {
            found.AddRange(NameServerLeft(options));
            found.AddRange(BridgesLeft(host, names, others));
            found.AddRange(await TablesLeftAsync(names, cancellationToken));
            found.AddRange(await DockerRulesLeftAsync([names.Bridge, .. options.Others.Select(other => other.Bridge)], cancellationToken));
        }

        return found;
    }

    // An interface may have the name of a network's bridge and be somebody else's: the daemon's has the hardware address that follows from the network's id.
    private static bool IsOurs(RouteSocket host, UserNetworkOptions options) => host.FindLink(options.Bridge) is { } link && link.Mac.Equals(UserBridge.Mac(options));

    private static IEnumerable<NetworkLeftover> LinksLeft(RouteSocket host, NetworkNames names, List<UserNetworkOptions> others, IReadOnlyCollection<LiveWorkload> live)
    {
        var bridges = others.Select(other => host.GetLink(other.Bridge).Index).ToHashSet();
        var used = live.SelectMany(workload => workload.Others).Select(endpoint => endpoint.HostInterface).ToHashSet(StringComparer.Ordinal);
        if (host.FindLink(names.Bridge) is { } bridge && BridgeSetup.Existing(host, bridge) is { } subnet)
        {
            used.UnionWith(LinksOf(names, new AddressLeases(new AddressRange { Subnet = subnet }), live));
        }

        return host.Links()
            .Where(link => (link.Name.StartsWith(names.VethPrefix, StringComparison.Ordinal) || bridges.Contains(link.MasterIndex)) && !used.Contains(link.Name))
            .Select(link => new NetworkLeftover($"network interface {link.Name}, which no workload has", () => RemoveLinkAsync(link.Name)));
    }

    private static IEnumerable<NetworkLeftover> NamespacesLeft(string folder, IReadOnlyCollection<LiveWorkload> live)
    {
        var used = live.Select(workload => workload.NamespacePath).ToHashSet(StringComparer.Ordinal);
        return (Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
            .Where(path => !used.Contains(path))
            .Select(path => new NetworkLeftover($"network namespace {path}", () =>
            {
                RemoveNamespace(path);
                return Task.CompletedTask;
            }));
    }

    private static IEnumerable<NetworkLeftover> NameServerLeft(NetworkOptions options) => Directory.Exists(NameFolder.PathIn(options.StateDirectory))
        ? [new NetworkLeftover($"name server of {NameFolder.PathIn(options.StateDirectory)}", () => NameService.RemoveAllAsync(options))]
        : [];

    private static IEnumerable<NetworkLeftover> BridgesLeft(RouteSocket host, NetworkNames names, List<UserNetworkOptions> others) =>
        others.Select(other => other.Bridge).Concat(host.FindLink(names.Bridge) is null ? [] : [names.Bridge])
            .Select(bridge => new NetworkLeftover($"bridge {bridge}", () => RemoveLinkAsync(bridge)));

    private static async Task<IEnumerable<NetworkLeftover>> TablesLeftAsync(NetworkNames names, CancellationToken cancellationToken)
    {
        var found = new List<NetworkLeftover>();
        foreach (var table in new[] { $"ip {names.Table}", $"ip6 {names.Table}" })
        {
            if (await Nft.TryListAsync($"table {table}", cancellationToken) is not null)
            {
                found.Add(new NetworkLeftover($"nftables table {table}", () => Nft.LoadAsync($"add table {table}\ndelete table {table}\n", CancellationToken.None)));
            }
        }

        return found;
    }

    private static async Task<IEnumerable<NetworkLeftover>> DockerRulesLeftAsync(IReadOnlyList<string> bridges, CancellationToken cancellationToken)
    {
        var named = await DockerRules.NamedAsync(bridges, cancellationToken);
        return named.Select(bridge => new NetworkLeftover($"rules of DOCKER-USER for bridge {bridge}", () => DockerRules.RemoveAsync(bridge, CancellationToken.None)));
    }

    private static Task RemoveLinkAsync(string name)
    {
        using var socket = RouteSocket.Open();
        socket.RemoveLink(name);
        return Task.CompletedTask;
    }
}
