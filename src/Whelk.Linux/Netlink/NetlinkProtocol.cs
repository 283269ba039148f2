namespace Whelk.Linux.Netlink;

/// <summary>The kernel's subsystem behind a netlink socket. netlink(7).</summary>
public enum NetlinkProtocol
{
    NETLINK_ROUTE = 0,
    NETLINK_NETFILTER = 12,
}
