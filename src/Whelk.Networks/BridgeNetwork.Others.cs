using System.Collections.Concurrent;
using System.Net;
using Whelk.Errors;
using Whelk.Linux.Nftables;
using Whelk.Linux.Recipes;
using Whelk.Networks.Addresses;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Tables;
using Whelk.Networks.UserNetworks;

namespace Whelk.Networks;

/// <summary>The networks beside the daemon's own bridge: they share its table, its published ports and its name server.</summary>
public sealed partial class BridgeNetwork
{
    private readonly ConcurrentDictionary<string, UserNetwork> _others = [];
    private readonly SemaphoreSlim _tables = new(1);

    /// <summary>Another network by its id.</summary>
    /// <exception cref="WhelkException">NotFound, in Docker's words.</exception>
    public UserNetwork Other(string id) => _others.TryGetValue(id, out var found) ? found : throw new WhelkException(ErrorCode.NotFound, $"network {id} not found");

    /// <summary>A subnet that nothing on this host uses, and none of <paramref name="known"/>.</summary>
    /// <param name="id">The network's id: where the search begins.</param>
    /// <param name="known">Further ones that are taken.</param>
    public IPNetwork ChooseSubnet(string id, IEnumerable<IPNetwork> known) =>
        SubnetChoice.Choose(Convert.ToUInt32(id[..8], 16), [.. _host.Routes().Select(route => route.Destination), .. known]);

    /// <summary>A subnet of IPv6 for a network: unique local addresses.</summary>
    public static IPNetwork ChooseSubnet6(string id) => SubnetChoice.Choose6(id);

    /// <summary>The first address of a range that a bridge can have.</summary>
    /// <param name="range">The part of the subnet that is given out.</param>
    /// <param name="subnet">The whole.</param>
    /// <param name="taken">Those that others have.</param>
    public static IPAddress FirstAddress(IPNetwork range, IPNetwork subnet, IEnumerable<IPAddress> taken)
    {
        var leases = new AddressLeases(new AddressRange { Subnet = subnet, Range = range, Reserved = [.. taken], Gateway = subnet.BaseAddress });
        return leases.Take();
    }

    /// <summary>Whether a workload can have an address of a part of a subnet.</summary>
    public static bool HasAddresses(IPNetwork range, IPNetwork subnet) => !new AddressLeases(new AddressRange { Subnet = subnet, Range = range, Gateway = subnet.BaseAddress }).IsEmpty;

    /// <summary>Whether two subnets have an address in common.</summary>
    public static bool Overlap(IPNetwork one, IPNetwork other) => SubnetChoice.Overlap(one, other);

    /// <summary>Makes another network; on failure nothing is left.</summary>
    /// <exception cref="WhelkException">Conflict: its name or its addresses are in use on this host.</exception>
    public async Task AddAsync(UserNetworkOptions options, CancellationToken cancellationToken)
    {
        var network = new UserNetwork(options, _host);
        await _tables.WaitAsync(cancellationToken);
        try
        {
            network.CheckUnused();
            await Making().RunAsync(network, cancellationToken);
        }
        finally
        {
            _tables.Release();
        }
    }

    /// <summary>Removes another network: nobody has a place in it any more. Idempotent.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (!_others.TryGetValue(id, out var network))
        {
            return;
        }

        await _tables.WaitAsync(cancellationToken);
        try
        {
            await RemoveAsync(network);
        }
        finally
        {
            _tables.Release();
        }
    }

    /// <summary>Gives a namespace that is there already a further interface on the daemon's own bridge.</summary>
    /// <exception cref="WhelkException">Unavailable: no address is free, or the kernel is out of something.</exception>
    public Endpoint JoinOwn(string namespacePath, string name) => _factory.Join(namespacePath, name);

    /// <summary>Gives up a place in a network, with its names and its published ports; the namespace stays. Once for each place: its address may be another's at once.</summary>
    public void Leave(Endpoint endpoint)
    {
        _names.Remove(endpoint.Address);
        foreach (var port in _ports.Of(endpoint.Address))
        {
            Unpublish(endpoint, port);
        }

        if (endpoint.Network == Key)
        {
            _factory.Leave(endpoint);
        }
        else if (_others.TryGetValue(endpoint.Network, out var network))
        {
            network.Leave(endpoint);
        }
    }

    // Of a step that fails some may be there: whichever it was, all of it goes.
    private Recipe<UserNetwork> Making() => new Recipe<UserNetwork>("make a network")
        .Then("begin", (_, _) => Task.CompletedTask, RemoveAsync)
        .Then("make the bridge", network => network.Create())
        .Then("let its packets pass", (network, cancellationToken) => Nft.LoadAsync(NetworkElements.Of(Names, network), cancellationToken))
        .Then("count it in", network => _others[network.Options.Id] = network)
        .Then("let its packets of IPv6 pass", LoadIPv6Async)
        .Then("let Docker's rules pass them", (network, cancellationToken) => DockerRules.AddAsync(network.Options.Bridge, cancellationToken));

    // It must not be left half, so nobody's leaving stops it.
    private async Task RemoveAsync(UserNetwork network)
    {
        UserBridge.Remove(_host, network.Options.Bridge);
        _others.TryRemove(network.Options.Id, out _);

        // Only with "destroy" would nft pass over what is not there; adding it first is older.
        await Nft.LoadAsync(NetworkElements.Of(Names, network) + NetworkElements.Of(Names, network, "delete"), CancellationToken.None);
        await LoadIPv6Async(network, CancellationToken.None);
        await DockerRules.RemoveAsync(network.Options.Bridge, CancellationToken.None);
    }

    private Task LoadIPv6Async(UserNetwork changed, CancellationToken cancellationToken) =>
        changed.Options.Range6 is null ? Task.CompletedTask : Nft.LoadAsync(RuleSet6.Text(Names, _others.Values), cancellationToken);
}
