using System.Buffers.Binary;
using Whelk.Linux.Native;

namespace Whelk.Linux.Netlink;

public sealed partial class RouteBatch
{
    private const ushort RTM_NEWQDISC = 36;
    private const ushort RTM_DELQDISC = 37;
    private const ushort RTM_NEWTFILTER = 44;
    private const uint TC_H_INGRESS = 0xFFFFFFF1;
    private const uint IngressHandle = 0xFFFF0000;
    private const ushort ETH_P_ALL = 3;
    private const ushort TCA_KIND = 1;
    private const ushort TCA_OPTIONS = 2;
    private const ushort TCA_U32_SEL = 5;
    private const ushort TCA_U32_ACT = 7;
    private const ushort TCA_ACT_KIND = 1;
    private const ushort TCA_ACT_OPTIONS = 2;
    private const ushort TCA_MIRRED_PARMS = 2;
    private const int TC_ACT_STOLEN = 4;
    private const int TCA_EGRESS_REDIR = 1;
    private const byte TC_U32_TERMINAL = 1;

    /// <summary>The place where an interface's incoming packets can be filtered.</summary>
    public RouteBatch IngressQdisc(int index)
    {
        var header = new Libc.tcmsg { tcm_ifindex = index, tcm_handle = IngressHandle, tcm_parent = TC_H_INGRESS };
        Begin("RTM_NEWQDISC", $"interface {index}", RTM_NEWQDISC, Exclusive, header);
        Attribute(TCA_KIND, "ingress");
        End();
        return this;
    }

    /// <summary>Removes what <see cref="IngressQdisc"/> made, with its filters.</summary>
    public RouteBatch RemoveIngressQdisc(int index)
    {
        var header = new Libc.tcmsg { tcm_ifindex = index, tcm_handle = IngressHandle, tcm_parent = TC_H_INGRESS };
        Begin("RTM_DELQDISC", $"interface {index}", RTM_DELQDISC, Acknowledged, header);
        End();
        return this;
    }

    /// <summary>Sends every packet that enters one interface out of another (u32 matching all, mirred redirect). tc-mirred(8).</summary>
    public RouteBatch RedirectIngress(int from, int to)
    {
        var header = new Libc.tcmsg
        {
            tcm_ifindex = from,
            tcm_parent = IngressHandle,
            tcm_info = (1u << 16) | BinaryPrimitives.ReverseEndianness(ETH_P_ALL),
        };
        Begin("RTM_NEWTFILTER", $"interface {from} to {to}", RTM_NEWTFILTER, Exclusive, header);
        Attribute(TCA_KIND, "u32");
        var options = Open(TCA_OPTIONS);

        // struct tc_u32_sel with one key whose mask and value are zero: it matches everything.
        Span<byte> selector = stackalloc byte[32];
        selector.Clear();
        selector[0] = TC_U32_TERMINAL;
        selector[2] = 1;
        Attribute(TCA_U32_SEL, selector);
        var actions = Open(TCA_U32_ACT);
        var first = Open(1);
        Attribute(TCA_ACT_KIND, "mirred");
        var mirred = Open(TCA_ACT_OPTIONS);
        Attribute(TCA_MIRRED_PARMS, new Libc.tc_mirred { action = TC_ACT_STOLEN, eaction = TCA_EGRESS_REDIR, ifindex = to });
        Close(mirred);
        Close(first);
        Close(actions);
        Close(options);
        End();
        return this;
    }
}
