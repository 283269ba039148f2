using System.Buffers.Binary;
using System.Net;
using Whelk.Linux.Native;
using Whelk.Linux.Netlink;
using Whelk.Linux.Nftables;
using Whelk.Networks.Ports;

namespace Whelk.Networks.Tables;

/// <summary>Adds and removes published ports in the kernel's maps, in about 10 µs each.</summary>
internal sealed class TranslationTable(NetworkNames names) : IDisposable
{
    private readonly NetlinkSocket _socket = NetlinkSocket.Open(NetlinkProtocol.NETLINK_NETFILTER);

    /// <summary>From the next packet on, new connections to the port go to the workload.</summary>
    internal void Add(IPAddress workload, PublishedPort port)
    {
        if (port.IsTranslated)
        {
            Span<byte> value = stackalloc byte[8];
            value.Clear();
            workload.TryWriteBytes(value, out _);
            BinaryPrimitives.WriteUInt16BigEndian(value[4..], (ushort)port.ContainerPort);
            new NftTransaction(names.Table).Add(MapOf(port), Key(port), value).Commit(_socket);
        }
    }

    /// <summary>New connections no longer go there; one that was removed already is passed over.</summary>
    internal void Remove(PublishedPort port)
    {
        try
        {
            if (port.IsTranslated)
            {
                new NftTransaction(names.Table).Remove(MapOf(port), Key(port)).Commit(_socket);
            }
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ENOENT)
        {
            // It is as asked.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static string MapOf(PublishedPort port) => port.IsEveryAddress ? RuleSet.WildcardMap : RuleSet.AddressedMap;

    /// <summary>Each part in network order, padded to four bytes.</summary>
    private static byte[] Key(PublishedPort port)
    {
        byte[] service = [(byte)port.Protocol, 0, 0, 0, (byte)(port.HostPort >> 8), (byte)port.HostPort, 0, 0];
        return port.IsEveryAddress ? service : [.. port.HostAddress!.GetAddressBytes(), .. service];
    }
}
