using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Whelk.Api.Hijacking;

/// <summary>Carries bytes between a client and a workload's streams. The client's half-close ends standard input alone.</summary>
internal static class StreamSplice
{
    /// <summary>Ends when the workload's side has ended, or the client is gone, takes no more or has typed the keys with which it leaves.</summary>
    /// <param name="client">The client's bytes.</param>
    /// <param name="streams">The workload's side.</param>
    /// <param name="feedsInput">Whether the client's bytes go to the workload; otherwise they are dropped.</param>
    /// <param name="connection">The client's unix socket, by which its close is told from its half-close; null where that cannot be told.</param>
    /// <param name="keys">The keys with which a person at a terminal leaves; null for none.</param>
    /// <returns>Whether they were typed.</returns>
    internal static async Task<bool> RunAsync(IDuplexPipe client, Socket streams, bool feedsInput, SafeHandle? connection = null, DetachKeys? keys = null)
    {
        using var over = new CancellationTokenSource();
        var feeding = FeedAsync(client.Input, streams, feedsInput, keys);
        var leaving = LeaveAsync(feeding, connection, over);
        await DrainAsync(streams, client.Output, over.Token);
        client.Input.CancelPendingRead();
        await over.CancelAsync();
        await leaving;
        return await feeding == ClientEnd.Left;
    }

    /// <summary>Ends the splice when all that the client has sent is passed on and the client is gone.</summary>
    private static async Task LeaveAsync(Task<ClientEnd> feeding, SafeHandle? connection, CancellationTokenSource over)
    {
        if (await feeding is ClientEnd.Broken or ClientEnd.Left || await ClientConnection.IsGoneAsync(connection, over.Token))
        {
            await over.CancelAsync();
        }
    }

    private static async Task<ClientEnd> FeedAsync(PipeReader client, Socket streams, bool feedsInput, DetachKeys? keys)
    {
        try
        {
            ReadResult result;
            do
            {
                result = await client.ReadAsync();
                foreach (var segment in feedsInput ? result.Buffer : default)
                {
                    if (await SendAsync(streams, segment, keys))
                    {
                        return ClientEnd.Left;
                    }
                }

                client.AdvanceTo(result.Buffer.End);
            }
            while (!result.IsCompleted && !result.IsCanceled);

            streams.Shutdown(SocketShutdown.Send);
            return ClientEnd.Ended;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The workload's side is gone; the other direction ends by itself.
            return ClientEnd.Ended;
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException)
        {
            return ClientEnd.Broken;
        }
    }

    /// <returns>Whether the keys with which the client leaves were among it.</returns>
    private static async Task<bool> SendAsync(Socket streams, ReadOnlyMemory<byte> data, DetachKeys? keys)
    {
        if (keys is null)
        {
            await SendAllAsync(streams, data);
            return false;
        }

        var typed = new List<byte>();
        var leaves = keys.Filter(data.Span, typed);
        await SendAllAsync(streams, typed.ToArray());
        return leaves;
    }

    private static async Task DrainAsync(Socket streams, PipeWriter client, CancellationToken over)
    {
        try
        {
            while (true)
            {
                var count = await streams.ReceiveAsync(client.GetMemory(32 * 1024), SocketFlags.None, over);
                client.Advance(count);
                if (count == 0 || (await client.FlushAsync(over)).IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or ConnectionAbortedException or OperationCanceledException)
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
