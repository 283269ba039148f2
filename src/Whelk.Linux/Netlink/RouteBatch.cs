namespace Whelk.Linux.Netlink;

/// <summary>
/// Requests of rtnetlink(7), sent together by <see cref="RouteSocket.Send"/>. Every method appends one message. The kernel carries
/// each out by itself: when one fails, those after it were tried too.
/// </summary>
public sealed partial class RouteBatch : NetlinkBatch
{
    private const NetlinkFlags Acknowledged = NetlinkFlags.NLM_F_ACK;
    private const NetlinkFlags Replacing = NetlinkFlags.NLM_F_ACK | NetlinkFlags.NLM_F_CREATE | NetlinkFlags.NLM_F_REPLACE;
    private const NetlinkFlags Exclusive = NetlinkFlags.NLM_F_ACK | NetlinkFlags.NLM_F_CREATE | NetlinkFlags.NLM_F_EXCL;
}
