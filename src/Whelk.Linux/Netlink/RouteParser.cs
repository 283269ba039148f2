using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Whelk.Linux.Native;

namespace Whelk.Linux.Netlink;

/// <summary>Reads what rtnetlink lists. Null for a message that is of another kind or too short.</summary>
internal static class RouteParser
{
    private const ushort RTM_NEWLINK = 16;
    private const ushort RTM_NEWADDR = 20;
    private const ushort RTM_NEWROUTE = 24;
    private const byte RT_SCOPE_LINK = 253;
    private const byte RTPROT_KERNEL = 2;

    internal static LinkInfo? Link(NetlinkMessage message)
    {
        if (!TryRead<Libc.ifinfomsg>(message, RTM_NEWLINK, out var header, out var attributes))
        {
            return null;
        }

        var link = new LinkInfo(header.ifi_index, string.Empty, PhysicalAddress.None, 0, 0, (header.ifi_flags & 1) != 0);
        foreach (var attribute in attributes)
        {
            link = attribute.Type switch
            {
                1 => link with { Mac = new PhysicalAddress(attribute.Value.ToArray()) },
                3 => link with { Name = attribute.AsString() },
                4 => link with { Mtu = (int)attribute.AsUInt32() },
                10 => link with { MasterIndex = (int)attribute.AsUInt32() },
                _ => link,
            };
        }

        return link;
    }

    internal static InterfaceAddress? Address(NetlinkMessage message)
    {
        if (!TryRead<Libc.ifaddrmsg>(message, RTM_NEWADDR, out var header, out var attributes))
        {
            return null;
        }

        IPAddress? address = null;
        foreach (var attribute in attributes)
        {
            // IFA_LOCAL (2) is the interface's own address where IFA_ADDRESS (1) may be its peer's.
            if (attribute.Type == 2 || (attribute.Type == 1 && address is null))
            {
                address = AddressOf(attribute.Value);
            }
        }

        return address is null ? null : new InterfaceAddress(header.ifa_index, address, header.ifa_prefixlen);
    }

    internal static InterfaceRoute? Route(NetlinkMessage message)
    {
        const byte RT_TABLE_MAIN = 254;
        const byte RTN_UNICAST = 1;
        if (!TryRead<Libc.rtmsg>(message, RTM_NEWROUTE, out var header, out var attributes)
            || header.rtm_table != RT_TABLE_MAIN || header.rtm_type != RTN_UNICAST)
        {
            return null;
        }

        var destination = header.rtm_family == Libc.AF_INET6 ? IPAddress.IPv6Any : IPAddress.Any;
        IPAddress? gateway = null;
        var (index, metric) = (0, 0u);
        foreach (var attribute in attributes)
        {
            switch (attribute.Type)
            {
                case 1:
                    destination = AddressOf(attribute.Value) ?? destination;
                    break;
                case 4:
                    index = (int)attribute.AsUInt32();
                    break;
                case 5:
                    gateway = AddressOf(attribute.Value);
                    break;
                case 6:
                    metric = attribute.AsUInt32();
                    break;
                default:
                    break;
            }
        }

        return new InterfaceRoute(
            index, new IPNetwork(destination, header.rtm_dst_len), gateway, metric, header.rtm_scope == RT_SCOPE_LINK, header.rtm_protocol == RTPROT_KERNEL);
    }

    private static IPAddress? AddressOf(ReadOnlySpan<byte> value) => value.Length is 4 or 16 ? new IPAddress(value) : null;

    private static bool TryRead<T>(NetlinkMessage message, ushort type, out T header, out NetlinkAttributes attributes)
        where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        var payload = message.Payload.Span;
        var valid = message.Type == type && payload.Length >= size;
        header = valid ? MemoryMarshal.Read<T>(payload) : default;
        attributes = new NetlinkAttributes(valid ? payload[size..] : []);
        return valid;
    }
}
