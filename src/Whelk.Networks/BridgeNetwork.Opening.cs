using System.Net;
using Whelk.Errors;
using Whelk.Linux.Netlink;
using Whelk.Linux.Nftables;
using Whelk.Networks.Addresses;
using Whelk.Networks.Bridges;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Names;
using Whelk.Networks.Tables;
using Whelk.Networks.UserNetworks;

namespace Whelk.Networks;

public sealed partial class BridgeNetwork
{
    /// <summary>
    /// Makes the network, or finds what an earlier daemon left: the bridge keeps its subnet, live workloads keep their addresses and
    /// ports, everything else of the earlier daemon (its pool, workloads that ended) is removed. Idempotent.
    /// </summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="live">All workloads that live; what is missing here loses its network.</param>
    /// <param name="time">The clock of the pool's pause after a failure.</param>
    /// <param name="cancellationToken">Stops between the steps; opening again goes on from there.</param>
    /// <exception cref="Errors.WhelkException">Unavailable: nft is missing. Conflict: the subnet asked for is in use.</exception>
    public static async Task<BridgeNetwork> OpenAsync(
        NetworkOptions options, IReadOnlyCollection<LiveWorkload> live, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var names = new NetworkNames(options.Root);
        var folder = NamespaceFolder(options);
        Directory.CreateDirectory(folder);
        var host = RouteSocket.Open();
        NameService? known = null;
        try
        {
            var subnet = BridgeSetup.Ensure(host, names, options.Subnet);
            Check(subnet);
            var leases = new AddressLeases(new AddressRange { Subnet = subnet });
            Lease(leases, live);
            Leftovers.Remove(host, names, folder, live.Select(workload => workload.NamespacePath).ToHashSet(StringComparer.Ordinal), LinksOf(names, leases, live));
            var others = options.Others.Select(other => Open(other, host, live)).ToList();
            known = await NameService.OpenAsync(options, host.GetLink(names.Bridge).Index, leases, AddressesOf(live), time);
            await Nft.LoadAsync(RuleSet.Text(names, subnet, leases.Gateway, known.EndPoint, live, others) + RuleSet6.Text(names, others), cancellationToken);
            foreach (var bridge in others.Select(other => other.Options.Bridge).Append(names.Bridge))
            {
                await DockerRules.AddAsync(bridge, cancellationToken);
            }

            var network = new BridgeNetwork(names, host, leases, known, folder, options.PoolSize, time);
            others.ForEach(other => network._others[other.Options.Id] = other);
            network.Remember(live);
            return network;
        }
        catch
        {
            await (known?.DisposeAsync() ?? ValueTask.CompletedTask);
            host.Dispose();
            throw;
        }
    }

    /// <summary>Removes all of a network from the host: name server, bridge, veths, namespaces, table. Workloads on it lose it. Idempotent; needs no open network.</summary>
    public static async Task RemoveAllAsync(NetworkOptions options, CancellationToken cancellationToken = default)
    {
        var names = new NetworkNames(options.Root);
        await NameService.RemoveAllAsync(options);
        using var host = RouteSocket.Open();
        Leftovers.Remove(host, names, NamespaceFolder(options), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        host.RemoveLink(names.Bridge);
        foreach (var bridge in options.Others.Select(other => other.Bridge))
        {
            UserBridge.Remove(host, bridge);
        }

        await Nft.LoadAsync($"add table ip {names.Table}\ndelete table ip {names.Table}\n{RuleSet6.Text(names, [])}", cancellationToken);
        foreach (var bridge in options.Others.Select(other => other.Bridge).Append(names.Bridge))
        {
            await DockerRules.RemoveAsync(bridge, cancellationToken);
        }

        if (Directory.Exists(NamespaceFolder(options)))
        {
            Directory.Delete(NamespaceFolder(options));
        }
    }

    private static string NamespaceFolder(NetworkOptions options) => Path.Combine(options.StateDirectory, "netns");

    // The names of interfaces on the host have four digits for the place in the subnet.
    private static void Check(IPNetwork subnet)
    {
        if (subnet.BaseAddress.GetAddressBytes().Length != 4 || subnet.PrefixLength is < 16 or > 29)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"subnet {subnet}: IPv4 with a prefix of 16 to 29 bits is needed");
        }
    }

    private static UserNetwork Open(UserNetworkOptions options, RouteSocket host, IReadOnlyCollection<LiveWorkload> live)
    {
        var network = new UserNetwork(options, host);
        network.Open([.. live.SelectMany(workload => workload.Others).Where(endpoint => endpoint.Network == options.Id)]);
        return network;
    }

    private static HashSet<string> LinksOf(NetworkNames names, AddressLeases leases, IEnumerable<LiveWorkload> live) =>
        live.Select(workload => workload.Address).OfType<IPAddress>().Select(address => names.Veth((int)leases.OffsetOf(address))).ToHashSet(StringComparer.Ordinal);

    private static HashSet<IPAddress> AddressesOf(IEnumerable<LiveWorkload> live) =>
        [.. live.SelectMany(workload => workload.Others.Select(other => other.Address).Append(workload.Address)).OfType<IPAddress>()];

    private static void Lease(AddressLeases leases, IReadOnlyCollection<LiveWorkload> live)
    {
        foreach (var workload in live)
        {
            if (workload.Address is not null)
            {
                leases.Take(workload.Address);
            }
        }
    }

    private void Remember(IReadOnlyCollection<LiveWorkload> live)
    {
        foreach (var workload in live.Where(workload => workload.PortAddress is not null))
        {
            foreach (var port in workload.Ports)
            {
                _ports.Add(workload.PortAddress!, port);
            }
        }
    }
}
