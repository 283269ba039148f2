using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Whelk.Api.Hijacking;

/// <summary>Carries bytes between a client and a workload's streams. The client's half-close ends standard input alone.</summary>
internal static class StreamSplice
{
    /// <summary>Ends when the workload's side has ended, or the client takes no more.</summary>
    internal static async Task RunAsync(IDuplexPipe client, Socket streams, bool feedsInput)
    {
        var feeding = FeedAsync(client.Input, streams, feedsInput);
        await DrainAsync(streams, client.Output);
        client.Input.CancelPendingRead();
        await feeding;
    }

    private static async Task FeedAsync(PipeReader client, Socket streams, bool feedsInput)
    {
        try
        {
            while (true)
            {
                var result = await client.ReadAsync();
                foreach (var segment in feedsInput ? result.Buffer : default)
                {
                    await SendAllAsync(streams, segment);
                }

                client.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted || result.IsCanceled)
                {
                    break;
                }
            }

            streams.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or ConnectionAbortedException)
        {
            // One side is gone; the other direction ends by itself.
        }
    }

    private static async Task DrainAsync(Socket streams, PipeWriter client)
    {
        try
        {
            while (true)
            {
                var count = await streams.ReceiveAsync(client.GetMemory(32 * 1024), SocketFlags.None);
                client.Advance(count);
                if (count == 0 || (await client.FlushAsync()).IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or ConnectionAbortedException)
        {
            // As good as the end.
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> data)
    {
        while (!data.IsEmpty)
        {
            data = data[await socket.SendAsync(data, SocketFlags.None)..];
        }
    }
}
