using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Whelk.Networks.Names.Messages;

namespace Whelk.Networks.Names;

/// <summary>
/// Passes a question on to the host's resolvers, one after the other, over what the client used, and gives back the first answer that is neither SERVFAIL nor
/// REFUSED, as Docker does. Each question goes out under a random id from a port of its own, which the kernel chooses at random.
/// </summary>
internal sealed class Forwarder(Func<IReadOnlyList<IPEndPoint>> resolvers, TimeProvider time)
{
    /// <summary>For all resolvers together: shorter than the five seconds that a C library waits, so that a client hears of a failure.</summary>
    internal static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    /// <returns>The answer under the client's id, or null where no resolver gave one within <see cref="Budget"/>.</returns>
    internal async Task<byte[]?> AskAsync(DnsQuery query, bool udp, CancellationToken cancellationToken)
    {
        var servers = resolvers();
        foreach (var server in servers)
        {
            using var limit = new CancellationTokenSource(Budget / servers.Count, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            if (await TryAskAsync(server, query, udp, either.Token) is { } reply && !ReplyCheck.IsFailure(reply))
            {
                query.Message.AsSpan(0, sizeof(ushort)).CopyTo(reply);
                return udp && reply.Length > LongestReply(query) ? ResponseWriter.Truncated(query) : reply;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return null;
    }

    /// <summary>Some home routers send more than 512 bytes to a client that has named no limit; it gets them as it would without us, as with Docker.</summary>
    private static int LongestReply(DnsQuery query) => query.OptFields is null ? DnsQuery.LargestLimit : query.UdpLimit;

    private static async Task<byte[]?> TryAskAsync(IPEndPoint server, DnsQuery query, bool udp, CancellationToken cancellationToken)
    {
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        var question = Renewed(query, id);
        try
        {
            return udp
                ? await AskOverUdpAsync(server, query, question, id, cancellationToken)
                : await AskOverTcpAsync(server, query, question, id, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The client's message with another id, and with the size over UDP that we take.</summary>
    private static byte[] Renewed(DnsQuery query, ushort id)
    {
        var message = query.Message.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        if (query.OptFields is { } fields)
        {
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(fields), (ushort)query.UdpLimit);
        }

        return message;
    }

    /// <summary>The socket is connected, so the kernel drops what another host sends.</summary>
    private static async Task<byte[]?> AskOverUdpAsync(IPEndPoint server, DnsQuery query, byte[] question, ushort id, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken);
        await socket.SendAsync(question, cancellationToken);

        // One byte more than is allowed tells what is too long.
        var buffer = new byte[DnsQuery.LargestLimit + 1];
        while (true)
        {
            var count = await socket.ReceiveAsync(buffer, cancellationToken);
            if (ReplyCheck.IsReplyTo(query, id, buffer.AsSpan(0, count)))
            {
                return buffer[..count];
            }
        }
    }

    private static async Task<byte[]?> AskOverTcpAsync(IPEndPoint server, DnsQuery query, byte[] question, ushort id, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellationToken);
        var channel = new TcpMessages(socket);
        await channel.SendAsync(question, cancellationToken);
        var reply = await channel.ReceiveAsync(ushort.MaxValue, cancellationToken);
        return reply is not null && ReplyCheck.IsReplyTo(query, id, reply) ? reply : null;
    }
}
