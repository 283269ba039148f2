using System.Net;
using Whelk.Errors;
using Whelk.Linux.Netlink;
using Whelk.Networks.Addresses;
using Whelk.Networks.Endpoints;

namespace Whelk.Networks.Bridges;

/// <summary>Makes a network's bridge, or finds the one that an earlier daemon left.</summary>
internal static class BridgeSetup
{
    internal const int DefaultMtu = 1500;

    /// <summary>Idempotent: the bridge is there, up, with the gateway's address.</summary>
    /// <returns>The subnet: that of the bridge found, else the one asked for, else a free one.</returns>
    /// <exception cref="WhelkException">Conflict: the subnet asked for is in use, or differs from the bridge's.</exception>
    internal static IPNetwork Ensure(RouteSocket host, NetworkNames names, IPNetwork? wanted)
    {
        var bridge = host.FindLink(names.Bridge) ?? Create(host, names);
        var subnet = Existing(host, bridge);
        if (subnet is null)
        {
            subnet = wanted ?? SubnetChoice.Choose(names.Hash, [.. host.Routes().Select(route => route.Destination)]);
            CheckUnused(host, subnet.Value);
            host.Send(new RouteBatch().Address(bridge.Index, new AddressLeases(new AddressRange { Subnet = subnet.Value }).Gateway, subnet.Value.PrefixLength));
        }
        else if (wanted is { } asked && !asked.Equals(subnet.Value))
        {
            throw new WhelkException(ErrorCode.Conflict, $"bridge {names.Bridge} has subnet {subnet}, not {asked}: stop its workloads and remove it first");
        }

        BridgeSettings.EnableForwarding();
        BridgeSettings.RouteLoopback(names.Bridge);
        return subnet.Value;
    }

    private static LinkInfo Create(RouteSocket host, NetworkNames names)
    {
        var mac = EndpointFactory.Mac(new IPAddress(BitConverter.GetBytes(names.Hash)));
        host.Send(new RouteBatch().Bridge(names.Bridge, mac, UplinkMtu(host)));
        var bridge = host.GetLink(names.Bridge);
        host.Send(new RouteBatch().LinkUp(bridge.Index));
        return bridge;
    }

    /// <summary>The subnet of a bridge; null where it has no address.</summary>
    internal static IPNetwork? Existing(RouteSocket host, LinkInfo bridge)
    {
        var address = host.Addresses().FirstOrDefault(address => address.InterfaceIndex == bridge.Index && address.Address.GetAddressBytes().Length == 4);
        return address is null ? null : Network(address.Address, address.PrefixLength);
    }

    /// <exception cref="WhelkException">Conflict: the host routes some of it already.</exception>
    internal static void CheckUnused(RouteSocket host, IPNetwork wanted)
    {
        if (host.Routes().FirstOrDefault(route => route.Destination.PrefixLength > 0 && SubnetChoice.Overlap(route.Destination, wanted)) is { } taken)
        {
            throw new WhelkException(ErrorCode.Conflict, $"subnet {wanted} overlaps {taken.Destination}, which this host routes already");
        }
    }

    private static IPNetwork Network(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefixLength);
    }

    /// <summary>Workloads send no larger packets than the way out takes (a cloud's or a VPN's is often below 1500).</summary>
    internal static int UplinkMtu(RouteSocket host)
    {
        var uplink = host.Routes().Where(route => route.Destination.PrefixLength == 0 && route.Gateway is not null).MinBy(route => route.Metric);
        return uplink is null ? DefaultMtu : host.Links().FirstOrDefault(link => link.Index == uplink.InterfaceIndex)?.Mtu ?? DefaultMtu;
    }
}
