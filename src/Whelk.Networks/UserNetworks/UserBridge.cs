using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Text;
using Whelk.Errors;
using Whelk.Linux.Netlink;
using Whelk.Networks.Bridges;
using Whelk.Networks.Endpoints;

namespace Whelk.Networks.UserNetworks;

/// <summary>The bridge of a network beside the daemon's own.</summary>
internal static class UserBridge
{
    /// <summary>Refuses one that would get in the way of what is on the host.</summary>
    /// <exception cref="WhelkException">Conflict: an interface has its name, or the host routes its addresses elsewhere.</exception>
    internal static void CheckUnused(RouteSocket host, UserNetwork network)
    {
        var options = network.Options;
        if (host.FindLink(options.Bridge) is not null)
        {
            throw new WhelkException(ErrorCode.Conflict, $"cannot create network {options.Id} ({options.Bridge}): an interface of the host has this name");
        }

        BridgeSetup.CheckUnused(host, options.Range.Subnet);
        if (options.Range6 is { } range6)
        {
            BridgeSetup.CheckUnused(host, range6.Subnet);
        }
    }

    /// <summary>Makes it, or finds it as an earlier daemon left it. Idempotent.</summary>
    internal static void Ensure(RouteSocket host, UserNetwork network)
    {
        var options = network.Options;
        if (host.FindLink(options.Bridge) is null)
        {
            host.Send(new RouteBatch().Bridge(options.Bridge, Mac(options), BridgeSetup.DefaultMtu));

            // Only one that is set afterwards stays when the last member goes.
            host.Send(new RouteBatch().Mtu(host.GetLink(options.Bridge).Index, options.Mtu ?? BridgeSetup.UplinkMtu(host)));
        }

        var index = host.GetLink(options.Bridge).Index;
        Address(host, index, network.Gateway, options.Range.Subnet.PrefixLength);
        if (network.Gateway6 is { } gateway6)
        {
            Address(host, index, gateway6, options.Range6!.Subnet.PrefixLength);
        }

        host.Send(new RouteBatch().LinkUp(index, linkLocal: network.Gateway6 is not null));
        BridgeSettings.EnableForwarding();
        BridgeSettings.RouteLoopback(options.Bridge);
    }

    /// <summary>Removes the bridge's members but those to keep.</summary>
    internal static void RemoveOthers(RouteSocket host, string bridge, IReadOnlySet<string> keep)
    {
        if (host.FindLink(bridge) is { } link)
        {
            foreach (var member in host.Links().Where(member => member.MasterIndex == link.Index && !keep.Contains(member.Name)))
            {
                host.RemoveLink(member.Name);
            }
        }
    }

    /// <summary>Removes it with all that is on it. Idempotent.</summary>
    internal static void Remove(RouteSocket host, string bridge)
    {
        RemoveOthers(host, bridge, new HashSet<string>(StringComparer.Ordinal));
        host.RemoveLink(bridge);
    }

    /// <summary>The hardware address of a network's bridge.</summary>
    internal static PhysicalAddress Mac(UserNetworkOptions options) => EndpointFactory.Mac(new IPAddress(SHA256.HashData(Encoding.UTF8.GetBytes(options.Id)).AsSpan(0, 4)));

    private static void Address(RouteSocket host, int index, IPAddress address, int prefixLength)
    {
        if (!host.Addresses().Any(known => known.InterfaceIndex == index && known.Address.Equals(address)))
        {
            host.Send(new RouteBatch().Address(index, address, prefixLength));
        }
    }
}
