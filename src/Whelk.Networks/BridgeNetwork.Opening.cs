using System.Net;
using Whelk.Linux.Netlink;
using Whelk.Linux.Nftables;
using Whelk.Networks.Addresses;
using Whelk.Networks.Bridges;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Names;
using Whelk.Networks.Tables;

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
            Leftovers.Remove(host, names, folder, live.Select(workload => workload.NamespacePath).ToHashSet(StringComparer.Ordinal));
            var leases = new AddressLeases(subnet);
            Lease(leases, live);
            known = await NameService.OpenAsync(options, names, host.GetLink(names.Bridge).Index, leases, live.Select(workload => workload.Address).OfType<IPAddress>().ToHashSet(), time);
            await Nft.LoadAsync(RuleSet.Text(names, subnet, known.EndPoint, live), cancellationToken);
            await DockerRules.AddAsync(names, cancellationToken);
            var network = new BridgeNetwork(names, host, leases, known, folder, options.PoolSize, time);
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
        Leftovers.Remove(host, names, NamespaceFolder(options), new HashSet<string>(StringComparer.Ordinal));
        host.RemoveLink(names.Bridge);
        await Nft.LoadAsync($"add table ip {names.Table}\ndelete table ip {names.Table}\n", cancellationToken);
        await DockerRules.RemoveAsync(names, cancellationToken);
        if (Directory.Exists(NamespaceFolder(options)))
        {
            Directory.Delete(NamespaceFolder(options));
        }
    }

    private static string NamespaceFolder(NetworkOptions options) => Path.Combine(options.StateDirectory, "netns");

    private static void Lease(AddressLeases leases, IReadOnlyCollection<LiveWorkload> live)
    {
        foreach (var workload in live)
        {
            if (workload.Address is not null)
            {
                leases.Take(leases.OffsetOf(workload.Address));
            }
        }
    }

    private void Remember(IReadOnlyCollection<LiveWorkload> live)
    {
        foreach (var workload in live.Where(workload => workload.Address is not null))
        {
            foreach (var port in workload.Ports)
            {
                _ports.Add(workload.Address!, port);
            }
        }
    }
}
