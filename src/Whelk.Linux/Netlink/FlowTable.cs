using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Whelk.Linux.Netlink;

/// <summary>The flows that the kernel's connection tracking knows in one network namespace. linux/netfilter/nfnetlink_conntrack.h.</summary>
public sealed class FlowTable : IDisposable
{
    private const int HeaderLength = 4;
    private const byte NFPROTO_IPV4 = 2;
    private const ushort NFNL_SUBSYS_CTNETLINK = 1;
    private const ushort IPCTNL_MSG_CT_GET = (NFNL_SUBSYS_CTNETLINK << 8) | 1;
    private const ushort IPCTNL_MSG_CT_DELETE = (NFNL_SUBSYS_CTNETLINK << 8) | 2;
    private const ushort CTA_TUPLE_ORIG = 1;
    private const ushort CTA_TUPLE_REPLY = 2;
    private const ushort CTA_TUPLE_IP = 1;
    private const ushort CTA_TUPLE_PROTO = 2;
    private const ushort CTA_IP_V4_SRC = 1;
    private const ushort CTA_IP_V4_DST = 2;
    private const ushort CTA_PROTO_NUM = 1;
    private const ushort CTA_PROTO_DST_PORT = 3;
    private readonly NetlinkSocket _socket = NetlinkSocket.Open(NetlinkProtocol.NETLINK_NETFILTER);

    /// <summary>All of them, IPv4 alone.</summary>
    /// <exception cref="Native.SyscallException">This kernel cannot list them.</exception>
    public IReadOnlyList<TrackedFlow> List()
    {
        var batch = new NetlinkBatch();
        batch.Begin("IPCTNL_MSG_CT_GET", string.Empty, IPCTNL_MSG_CT_GET, NetlinkFlags.NLM_F_DUMP, new nfgenmsg { nfgen_family = NFPROTO_IPV4 });
        batch.End();
        return [.. _socket.Exchange(batch).Select(Parse).OfType<TrackedFlow>()];
    }

    /// <summary>Forgets flows: their next packets are new ones. All are tried.</summary>
    /// <exception cref="Native.SyscallException">The first that could not be; ENOENT where it has ended meanwhile.</exception>
    public void Remove(IEnumerable<TrackedFlow> flows)
    {
        foreach (var some in flows.Chunk(100))
        {
            var batch = new NetlinkBatch();
            foreach (var flow in some)
            {
                batch.Begin("IPCTNL_MSG_CT_DELETE", $"{flow.Destination}:{flow.Port}", IPCTNL_MSG_CT_DELETE, NetlinkFlags.NLM_F_ACK, new nfgenmsg { nfgen_family = NFPROTO_IPV4 });
                var tuple = batch.Open(CTA_TUPLE_ORIG, marked: true);
                batch.Append(flow.Original.Span);
                batch.Close(tuple);
                batch.End();
            }

            _socket.Exchange(batch);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static TrackedFlow? Parse(NetlinkMessage message)
    {
        var attributes = message.Payload.Span[HeaderLength..];
        var original = Find(attributes, CTA_TUPLE_ORIG);
        var destination = Find(Find(original, CTA_TUPLE_IP), CTA_IP_V4_DST);
        var answerer = Find(Find(Find(attributes, CTA_TUPLE_REPLY), CTA_TUPLE_IP), CTA_IP_V4_SRC);
        var protocol = Find(Find(original, CTA_TUPLE_PROTO), CTA_PROTO_NUM);
        var port = Find(Find(original, CTA_TUPLE_PROTO), CTA_PROTO_DST_PORT);
        return destination.Length != 4 || answerer.Length != 4 || protocol.Length != 1 || port.Length != 2
            ? null
            : new TrackedFlow(protocol[0], new IPAddress(destination), BinaryPrimitives.ReadUInt16BigEndian(port), new IPAddress(answerer), original.ToArray());
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes, ushort type)
    {
        foreach (var attribute in new NetlinkAttributes(attributes))
        {
            if (attribute.Type == type)
            {
                return attribute.Value;
            }
        }

        return [];
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct nfgenmsg
    {
        internal byte nfgen_family;
        internal byte version;
        internal ushort res_id;
    }
}
