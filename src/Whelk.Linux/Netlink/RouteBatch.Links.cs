using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using Whelk.Linux.Native;

namespace Whelk.Linux.Netlink;

public sealed partial class RouteBatch
{
    private const ushort RTM_NEWLINK = 16;
    private const ushort RTM_DELLINK = 17;
    private const ushort RTM_GETLINK = 18;
    private const ushort IFLA_ADDRESS = 1;
    private const ushort IFLA_IFNAME = 3;
    private const ushort IFLA_MTU = 4;
    private const ushort IFLA_MASTER = 10;
    private const ushort IFLA_LINKINFO = 18;
    private const ushort IFLA_AF_SPEC = 26;
    private const ushort IFLA_NET_NS_FD = 28;
    private const ushort IFLA_INFO_KIND = 1;
    private const ushort IFLA_INFO_DATA = 2;
    private const ushort IFLA_INFO_SLAVE_KIND = 4;
    private const ushort IFLA_INFO_SLAVE_DATA = 5;
    private const ushort IFLA_BRPORT_MODE = 4;
    private const ushort IFLA_BRPORT_ISOLATED = 33;
    private const ushort VETH_INFO_PEER = 1;
    private const ushort IFLA_INET6_ADDR_GEN_MODE = 8;
    private const byte IN6_ADDR_GEN_MODE_NONE = 1;
    private const uint IFF_UP = 1;

    /// <summary>A bridge, up, without spanning tree. Its MAC is fixed, so that it does not change with its members.</summary>
    public RouteBatch Bridge(string name, PhysicalAddress mac, int mtu)
    {
        Begin("RTM_NEWLINK", name, RTM_NEWLINK, Exclusive, new Libc.ifinfomsg { ifi_flags = IFF_UP, ifi_change = IFF_UP });
        Attribute(IFLA_IFNAME, name);
        Attribute(IFLA_ADDRESS, mac.GetAddressBytes());
        Attribute(IFLA_MTU, mtu);
        Kind("bridge");
        End();
        return this;
    }

    /// <summary>A pair of interfaces: one here, member of a bridge and down; its peer is born in another namespace.</summary>
    /// <param name="pair">Names, bridge, MTU and addresses.</param>
    /// <param name="targetNamespace">The peer's namespace, open.</param>
    public RouteBatch Veth(VethPair pair, SafeHandle targetNamespace)
    {
        Begin("RTM_NEWLINK", pair.Name, RTM_NEWLINK, Exclusive, default(Libc.ifinfomsg));
        Attribute(IFLA_IFNAME, pair.Name);
        Attribute(IFLA_MTU, pair.Mtu);
        if (pair.BridgeIndex != 0)
        {
            Attribute(IFLA_MASTER, pair.BridgeIndex);
        }

        var info = Open(IFLA_LINKINFO);
        Attribute(IFLA_INFO_KIND, "veth");
        var data = Open(IFLA_INFO_DATA);
        var peer = Open(VETH_INFO_PEER);
        Append(default(Libc.ifinfomsg));
        Attribute(IFLA_IFNAME, pair.PeerName);
        Attribute(IFLA_MTU, pair.Mtu);
        Attribute(IFLA_ADDRESS, pair.PeerMac.GetAddressBytes());
        Attribute(IFLA_NET_NS_FD, (int)targetNamespace.DangerousGetHandle());
        Close(peer);
        Close(data);
        Close(info);
        End();
        return this;
    }

    /// <summary>
    /// Brings a bridge's member up, without an IPv6 address of its own. Hairpin: where br_netfilter is loaded, a workload that calls
    /// its own published port is answered through the very port its packet came from.
    /// </summary>
    /// <param name="name">The member.</param>
    /// <param name="isolated">Whether it may talk to the bridge itself alone, not to other members that are isolated.</param>
    public RouteBatch BridgePortUp(string name, bool isolated = false)
    {
        WithoutIPv6Address(0, name);
        Begin("RTM_NEWLINK", name, RTM_NEWLINK, Acknowledged, new Libc.ifinfomsg { ifi_flags = IFF_UP, ifi_change = IFF_UP });
        Attribute(IFLA_IFNAME, name);
        var info = Open(IFLA_LINKINFO);
        Attribute(IFLA_INFO_SLAVE_KIND, "bridge");
        var data = Open(IFLA_INFO_SLAVE_DATA, marked: true);
        Attribute(IFLA_BRPORT_MODE, (byte)1);
        if (isolated)
        {
            Attribute(IFLA_BRPORT_ISOLATED, (byte)1);
        }

        Close(data);
        Close(info);
        End();
        return this;
    }

    /// <summary>Brings an interface up; by default without an IPv6 link-local address.</summary>
    public RouteBatch LinkUp(int index, bool linkLocal = false)
    {
        if (!linkLocal)
        {
            WithoutIPv6Address(index, null);
        }

        Begin("RTM_NEWLINK", $"interface {index}", RTM_NEWLINK, Acknowledged, new Libc.ifinfomsg { ifi_index = index, ifi_flags = IFF_UP, ifi_change = IFF_UP });
        End();
        return this;
    }

    /// <summary>Takes an interface down.</summary>
    public RouteBatch LinkDown(int index)
    {
        Begin("RTM_NEWLINK", $"interface {index}", RTM_NEWLINK, Acknowledged, new Libc.ifinfomsg { ifi_index = index, ifi_change = IFF_UP });
        End();
        return this;
    }

    /// <summary>Sets the largest packet of an interface.</summary>
    public RouteBatch Mtu(int index, int mtu)
    {
        Begin("RTM_NEWLINK", $"interface {index}", RTM_NEWLINK, Acknowledged, new Libc.ifinfomsg { ifi_index = index });
        Attribute(IFLA_MTU, mtu);
        End();
        return this;
    }

    /// <summary>Gives an interface another hardware address.</summary>
    public RouteBatch HardwareAddress(int index, PhysicalAddress mac)
    {
        Begin("RTM_NEWLINK", $"interface {index}", RTM_NEWLINK, Acknowledged, new Libc.ifinfomsg { ifi_index = index });
        Attribute(IFLA_ADDRESS, mac.GetAddressBytes());
        End();
        return this;
    }

    /// <summary>Moves an interface into another network namespace, where it is down and has its name.</summary>
    public RouteBatch MoveLink(string name, SafeHandle targetNamespace)
    {
        Begin("RTM_NEWLINK", name, RTM_NEWLINK, Acknowledged, default(Libc.ifinfomsg));
        Attribute(IFLA_IFNAME, name);
        Attribute(IFLA_NET_NS_FD, (int)targetNamespace.DangerousGetHandle());
        End();
        return this;
    }

    /// <summary>Removes an interface; a veth takes its peer with it.</summary>
    public RouteBatch RemoveLink(string name)
    {
        Begin("RTM_DELLINK", name, RTM_DELLINK, Acknowledged, default(Libc.ifinfomsg));
        Attribute(IFLA_IFNAME, name);
        End();
        return this;
    }

    internal RouteBatch GetLink(string? name)
    {
        Begin("RTM_GETLINK", name ?? string.Empty, RTM_GETLINK, name is null ? NetlinkFlags.NLM_F_DUMP : Acknowledged, default(Libc.ifinfomsg));
        if (name is not null)
        {
            Attribute(IFLA_IFNAME, name);
        }

        End();
        return this;
    }

    private void Kind(string kind)
    {
        var info = Open(IFLA_LINKINFO);
        Attribute(IFLA_INFO_KIND, kind);
        Close(info);
    }

    // Before it comes up: in one message the kernel would bring it up first, and give it an address at once where its carrier is there already.
    private void WithoutIPv6Address(int index, string? name)
    {
        Begin("RTM_NEWLINK", name ?? $"interface {index}", RTM_NEWLINK, Acknowledged, new Libc.ifinfomsg { ifi_index = index });
        if (name is not null)
        {
            Attribute(IFLA_IFNAME, name);
        }

        var families = Open(IFLA_AF_SPEC);
        var inet6 = Open(Libc.AF_INET6);
        Attribute(IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
        Close(inet6);
        Close(families);
        End();
    }
}
