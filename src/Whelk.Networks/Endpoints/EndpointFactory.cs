using System.Net;
using System.Net.NetworkInformation;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Native;
using Whelk.Linux.Netlink;
using Whelk.Networks.Addresses;

namespace Whelk.Networks.Endpoints;

/// <summary>Makes and removes endpoints on one bridge.</summary>
internal sealed class EndpointFactory(NetworkNames names, AddressLeases leases, RouteSocket host, LinkInfo bridge, string folder)
{
    private const int LoopbackIndex = 1;

    /// <summary>The endpoint at an address of the subnet, whether it exists or not.</summary>
    internal Endpoint At(IPAddress address)
    {
        var veth = names.Veth((int)leases.OffsetOf(address));
        return new Endpoint
        {
            NamespacePath = Path.Combine(folder, veth),
            Address = address,
            PrefixLength = leases.Subnet.PrefixLength,
            Gateway = leases.Gateway,
            MacAddress = MacText(Mac(address)),
            HostInterface = veth,
        };
    }

    /// <summary>Leases an address and makes the endpoint; on failure nothing is left.</summary>
    internal async Task<Endpoint> CreateAsync()
    {
        var endpoint = At(leases.Take());
        try
        {
            await NetworkNamespace.CreateAsync(endpoint.NamespacePath, () => Configure(endpoint, isNew: true));
            return endpoint;
        }
        catch (SyscallException)
        {
            host.RemoveLink(endpoint.HostInterface);
            leases.Release(endpoint.Address);
            throw;
        }
    }

    /// <summary>Leases an address and gives a namespace that is there already a further interface; no route but that of the subnet.</summary>
    internal Endpoint Join(string namespacePath, string name)
    {
        var endpoint = At(leases.Take()) with { NamespacePath = namespacePath, Interface = name };
        try
        {
            using var thread = NamespaceThread.InNetwork(namespacePath);
            thread.Run(() => Configure(endpoint, isNew: false));
            return endpoint;
        }
        catch (SyscallException)
        {
            Leave(endpoint);
            throw;
        }
    }

    /// <summary>Removes an endpoint's interface and gives its address back; the namespace stays. Idempotent.</summary>
    internal void Leave(Endpoint endpoint)
    {
        using var socket = RouteSocket.Open();
        socket.RemoveLink(endpoint.HostInterface);
        leases.Release(endpoint.Address);
    }

    /// <summary>Removes an endpoint and gives its address back; what is gone already is passed over. The kernel takes 8 to 26 ms for the veth.</summary>
    internal void Remove(Endpoint endpoint)
    {
        // A socket of its own: nobody who makes an endpoint waits for this.
        using var socket = RouteSocket.Open();
        socket.RemoveLink(endpoint.HostInterface);
        NetworkNamespace.Unpin(endpoint.NamespacePath);
        leases.Release(endpoint.Address);
    }

    /// <summary>The MAC follows from the address (as Docker's does), so a peer's neighbour table stays right when an address comes round again.</summary>
    internal static PhysicalAddress Mac(IPAddress address) => new([0x02, 0x42, .. address.GetAddressBytes()]);

    /// <summary>As Docker writes it.</summary>
    internal static string MacText(PhysicalAddress mac) => string.Join(':', mac.GetAddressBytes().Select(part => part.ToString("x2")));

    /// <summary>Runs in the namespace. The veth is made through the host's socket, with its peer born here.</summary>
    /// <param name="endpoint">What to make.</param>
    /// <param name="isNew">Whether the namespace is a new one: loopback comes up and the default route leads through it.</param>
    private void Configure(Endpoint endpoint, bool isNew)
    {
        using var here = Descriptor.Open("/proc/thread-self/ns/net");
        var pair = new VethPair
        {
            Name = endpoint.HostInterface,
            BridgeIndex = bridge.Index,
            PeerName = endpoint.Interface,
            PeerMac = Mac(endpoint.Address),
            Mtu = bridge.Mtu,
        };
        host.Send(new RouteBatch().Veth(pair, here).BridgePortUp(pair.Name));
        using var inside = RouteSocket.Open();

        // veth takes the index that a caller wishes for the peer only with a fixed index on the host; asking costs 20 µs.
        var index = inside.GetLink(endpoint.Interface).Index;
        var batch = isNew ? new RouteBatch().LinkUp(LoopbackIndex, linkLocal: true) : new RouteBatch();
        batch.Address(index, endpoint.Address, endpoint.PrefixLength).LinkUp(index);
        inside.Send(isNew ? batch.Route(index, new IPNetwork(IPAddress.Any, 0), endpoint.Gateway) : batch);
    }
}
