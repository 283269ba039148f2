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
    private const string Inside = "eth0";

    /// <summary>The endpoint at an offset of the subnet, whether it exists or not.</summary>
    internal Endpoint At(int offset)
    {
        var address = leases.At(offset);
        return new Endpoint
        {
            NamespacePath = Path.Combine(folder, names.Veth(offset)),
            Address = address,
            PrefixLength = leases.Subnet.PrefixLength,
            Gateway = leases.Gateway,
            MacAddress = string.Join(':', Mac(address).GetAddressBytes().Select(part => part.ToString("x2"))),
            HostInterface = names.Veth(offset),
        };
    }

    /// <summary>Leases an address and makes the endpoint; on failure nothing is left.</summary>
    internal async Task<Endpoint> CreateAsync()
    {
        var offset = leases.Take();
        var endpoint = At(offset);
        try
        {
            await NetworkNamespace.CreateAsync(endpoint.NamespacePath, () => Configure(endpoint));
            return endpoint;
        }
        catch (SyscallException)
        {
            host.RemoveLink(endpoint.HostInterface);
            leases.Release(offset);
            throw;
        }
    }

    /// <summary>Removes an endpoint and gives its address back; what is gone already is passed over. The kernel takes 8 to 26 ms for the veth.</summary>
    internal void Remove(Endpoint endpoint)
    {
        // A socket of its own: nobody who makes an endpoint waits for this.
        using var socket = RouteSocket.Open();
        socket.RemoveLink(endpoint.HostInterface);
        NetworkNamespace.Unpin(endpoint.NamespacePath);
        leases.Release(leases.OffsetOf(endpoint.Address));
    }

    /// <summary>The MAC follows from the address (as Docker's does), so a peer's neighbour table stays right when an address comes round again.</summary>
    internal static PhysicalAddress Mac(System.Net.IPAddress address) => new([0x02, 0x42, .. address.GetAddressBytes()]);

    /// <summary>Runs in the new namespace. The veth is made through the host's socket, with its peer born here.</summary>
    private void Configure(Endpoint endpoint)
    {
        using var here = Descriptor.Open("/proc/thread-self/ns/net");
        var pair = new VethPair
        {
            Name = endpoint.HostInterface,
            BridgeIndex = bridge.Index,
            PeerName = Inside,
            PeerMac = Mac(endpoint.Address),
            Mtu = bridge.Mtu,
        };
        host.Send(new RouteBatch().Veth(pair, here).BridgePortUp(pair.Name));
        using var inside = RouteSocket.Open();

        // veth takes the index that a caller wishes for the peer only with a fixed index on the host; asking costs 20 µs.
        var index = inside.GetLink(Inside).Index;
        inside.Send(new RouteBatch()
            .LinkUp(LoopbackIndex, linkLocal: true)
            .Address(index, endpoint.Address, endpoint.PrefixLength)
            .LinkUp(index)
            .Route(index, new System.Net.IPNetwork(System.Net.IPAddress.Any, 0), endpoint.Gateway));
    }
}
