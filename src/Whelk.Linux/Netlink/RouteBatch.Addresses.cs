using System.Net;
using System.Net.Sockets;
using Whelk.Linux.Native;

namespace Whelk.Linux.Netlink;

public sealed partial class RouteBatch
{
    private const ushort RTM_NEWADDR = 20;
    private const ushort RTM_GETADDR = 22;
    private const ushort RTM_NEWROUTE = 24;
    private const ushort RTM_GETROUTE = 26;
    private const ushort IFA_ADDRESS = 1;
    private const ushort IFA_LOCAL = 2;
    private const ushort RTA_DST = 1;
    private const ushort RTA_OIF = 4;
    private const ushort RTA_GATEWAY = 5;
    private const byte RT_TABLE_MAIN = 254;
    private const byte RTPROT_BOOT = 3;
    private const byte RTN_UNICAST = 1;
    private const byte RT_SCOPE_LINK = 253;
    private const byte IFA_F_NODAD = 2;

    /// <summary>Gives an interface an address; the route to its prefix comes with it. An IPv6 address is of use at once, without a search for duplicates.</summary>
    public RouteBatch Address(int index, IPAddress address, int prefixLength)
    {
        var header = new Libc.ifaddrmsg
        {
            ifa_family = Family(address),
            ifa_prefixlen = (byte)prefixLength,
            ifa_flags = address.AddressFamily == AddressFamily.InterNetworkV6 ? IFA_F_NODAD : (byte)0,
            ifa_index = index,
        };
        Begin("RTM_NEWADDR", $"{address}/{prefixLength}", RTM_NEWADDR, Exclusive, header);
        Attribute(IFA_LOCAL, address.GetAddressBytes());
        Attribute(IFA_ADDRESS, address.GetAddressBytes());
        End();
        return this;
    }

    /// <summary>A route in the main table; without a gateway the destination is on the link.</summary>
    public RouteBatch Route(int index, IPNetwork destination, IPAddress? gateway) => Route(index, destination, gateway, Exclusive);

    /// <summary>The same in the place of the route that is there, if one is.</summary>
    public RouteBatch ReplaceRoute(int index, IPNetwork destination, IPAddress? gateway) => Route(index, destination, gateway, Replacing);

    private RouteBatch Route(int index, IPNetwork destination, IPAddress? gateway, NetlinkFlags flags)
    {
        var header = new Libc.rtmsg
        {
            rtm_family = Family(destination.BaseAddress),
            rtm_dst_len = (byte)destination.PrefixLength,
            rtm_table = RT_TABLE_MAIN,
            rtm_protocol = RTPROT_BOOT,
            rtm_scope = gateway is null ? RT_SCOPE_LINK : (byte)0,
            rtm_type = RTN_UNICAST,
        };
        Begin("RTM_NEWROUTE", $"{destination} via {gateway}", RTM_NEWROUTE, flags, header);
        if (destination.PrefixLength > 0)
        {
            Attribute(RTA_DST, destination.BaseAddress.GetAddressBytes());
        }

        if (gateway is not null)
        {
            Attribute(RTA_GATEWAY, gateway.GetAddressBytes());
        }

        Attribute(RTA_OIF, index);
        End();
        return this;
    }

    internal RouteBatch GetAddresses()
    {
        Begin("RTM_GETADDR", string.Empty, RTM_GETADDR, NetlinkFlags.NLM_F_DUMP, default(Libc.ifaddrmsg));
        End();
        return this;
    }

    internal RouteBatch GetRoutes()
    {
        Begin("RTM_GETROUTE", string.Empty, RTM_GETROUTE, NetlinkFlags.NLM_F_DUMP, default(Libc.rtmsg));
        End();
        return this;
    }

    private static byte Family(IPAddress address) =>
        (byte)(address.AddressFamily == AddressFamily.InterNetworkV6 ? Libc.AF_INET6 : Libc.AF_INET);
}
