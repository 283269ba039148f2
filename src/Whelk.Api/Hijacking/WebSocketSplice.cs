using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.InteropServices;

namespace Whelk.Api.Hijacking;

/// <summary>
/// Carries bytes between a websocket and a workload's streams. As Docker does: output goes in binary messages without anything that says which stream it is of,
/// whatever comes is input, and the client's close ends the input alone.
/// </summary>
internal static class WebSocketSplice
{
    private const int BufferSize = 32 * 1024;
    private const int FrameHead = 8;

    /// <param name="client">The client's bytes, after the handshake.</param>
    /// <param name="streams">The workload's side.</param>
    /// <param name="feedsInput">Whether what comes goes to the workload.</param>
    /// <param name="framed">Whether the workload's side comes in Docker's frames.</param>
    /// <param name="connection">The client's unix socket, by which is known that it went after its close; null where that cannot be told.</param>
    internal static async Task RunAsync(IDuplexPipe client, Socket streams, bool feedsInput, bool framed, SafeHandle? connection = null)
    {
        await using var stream = new DuplexStream(client);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        using var over = new CancellationTokenSource();
        var feeding = FeedAsync(socket, streams, feedsInput, connection, over);
        try
        {
            await DrainAsync(socket, streams, framed, over.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, over.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or SocketException or IOException or OperationCanceledException)
        {
            // One of the two is gone.
        }

        await over.CancelAsync();
        await feeding;
    }

    private static async Task FeedAsync(WebSocket socket, Socket streams, bool feedsInput, SafeHandle? connection, CancellationTokenSource over)
    {
        try
        {
            var buffer = new byte[BufferSize];
            ValueWebSocketReceiveResult received;
            while ((received = await socket.ReceiveAsync(buffer.AsMemory(), over.Token)).MessageType != WebSocketMessageType.Close)
            {
                for (var sent = 0; feedsInput && sent < received.Count;)
                {
                    sent += await streams.SendAsync(buffer.AsMemory(sent, received.Count - sent), SocketFlags.None, over.Token);
                }
            }

            streams.Shutdown(SocketShutdown.Send);
            if (await ClientConnection.IsGoneAsync(connection, over.Token))
            {
                await over.CancelAsync();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            await over.CancelAsync();
        }
    }

    private static async Task DrainAsync(WebSocket socket, Socket streams, bool framed, CancellationToken over)
    {
        var buffer = new byte[BufferSize];
        var head = new byte[FrameHead];
        while (true)
        {
            var left = framed ? await ReadHeadAsync(streams, head, over) : BufferSize;
            if (left < 0)
            {
                return;
            }

            while (left > 0)
            {
                var count = await streams.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), SocketFlags.None, over);
                if (count == 0)
                {
                    return;
                }

                await socket.SendAsync(buffer.AsMemory(0, count), WebSocketMessageType.Binary, endOfMessage: true, over);
                left = framed ? left - count : 0;
            }
        }
    }

    /// <returns>The length of what follows; -1 at the end.</returns>
    private static async Task<long> ReadHeadAsync(Socket streams, byte[] head, CancellationToken over)
    {
        for (var filled = 0; filled < head.Length;)
        {
            var count = await streams.ReceiveAsync(head.AsMemory(filled), SocketFlags.None, over);
            if (count == 0)
            {
                return -1;
            }

            filled += count;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(FrameHead / 2));
    }
}
