using System.Net;
using System.Net.NetworkInformation;
using Whelk.Linux.Files;
using Whelk.Linux.Netlink;

namespace Whelk.Networks.Endpoints;

/// <summary>Makes the interface of a place, with its other end on a bridge.</summary>
internal static class PlaceSetup
{
    internal const int LoopbackIndex = 1;

    /// <summary>Runs in the workload's namespace. The pair is made through the host's socket, with its peer born here.</summary>
    /// <param name="host">The host's socket.</param>
    /// <param name="bridge">What the other end belongs to.</param>
    /// <param name="endpoint">What to make.</param>
    /// <param name="mac">The interface's hardware address.</param>
    /// <param name="isNew">Whether the namespace is a new one: loopback comes up and the default route leads through the place.</param>
    /// <param name="isolated">Whether it reaches nobody else on the bridge.</param>
    internal static void Make(RouteSocket host, LinkInfo bridge, Endpoint endpoint, PhysicalAddress mac, bool isNew = false, bool isolated = false)
    {
        using var here = Descriptor.Open("/proc/thread-self/ns/net");
        var pair = new VethPair
        {
            Name = endpoint.HostInterface,
            BridgeIndex = bridge.Index,
            PeerName = endpoint.Interface,
            PeerMac = mac,
            Mtu = bridge.Mtu,
        };
        host.Send(new RouteBatch().Veth(pair, here).BridgePortUp(pair.Name, isolated));
        using var inside = RouteSocket.Open();

        // veth takes the index that a caller wishes for the peer only with a fixed index on the host; asking costs 20 µs.
        var index = inside.GetLink(endpoint.Interface).Index;
        var batch = isNew ? new RouteBatch().LinkUp(LoopbackIndex, linkLocal: true) : new RouteBatch();
        batch.Address(index, endpoint.Address, endpoint.PrefixLength);
        if (endpoint.Address6 is { } address6)
        {
            batch.Address(index, address6, endpoint.PrefixLength6);
        }

        batch.LinkUp(index, linkLocal: endpoint.Address6 is not null);
        inside.Send(isNew ? batch.Route(index, new IPNetwork(IPAddress.Any, 0), endpoint.Gateway) : batch);
    }
}
