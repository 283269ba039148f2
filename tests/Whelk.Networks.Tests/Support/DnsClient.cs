using System.Net;
using System.Net.Sockets;
using Whelk.Networks.Names;
using Whelk.Networks.Names.Messages;

namespace Whelk.Networks.Tests.Support;

/// <summary>Asks a name server as a workload does.</summary>
internal static class DnsClient
{
    internal static async Task<DnsAnswer?> AskAsync(string? namespacePath, IPEndPoint server, string name, RecordType type = RecordType.A, bool udp = true, int milliseconds = 5000) =>
        await SendAsync(namespacePath, server, DnsBytes.Query(name, type), udp, milliseconds) is { } reply ? DnsAnswer.Parse(reply) : null;

    /// <summary>The answer's bytes; null where there is none.</summary>
    internal static async Task<byte[]?> SendAsync(string? namespacePath, IPEndPoint server, byte[] query, bool udp = true, int milliseconds = 5000)
    {
        using var limit = new CancellationTokenSource(milliseconds);
        using var socket = Sockets.Make(namespacePath, server.AddressFamily, udp);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            return udp ? await OverUdpAsync(socket, query, limit.Token) : await OverTcpAsync(socket, query, limit.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<byte[]?> OverUdpAsync(Socket socket, byte[] query, CancellationToken cancellationToken)
    {
        await socket.SendAsync(query, cancellationToken);
        var buffer = new byte[ushort.MaxValue];
        return buffer[..await socket.ReceiveAsync(buffer, cancellationToken)];
    }

    private static async Task<byte[]?> OverTcpAsync(Socket socket, byte[] query, CancellationToken cancellationToken)
    {
        var messages = new TcpMessages(socket);
        await messages.SendAsync(query, cancellationToken);
        return await messages.ReceiveAsync(ushort.MaxValue, cancellationToken);
    }
}
