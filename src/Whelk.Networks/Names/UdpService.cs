using System.Net;
using System.Net.Sockets;

namespace Whelk.Networks.Names;

/// <summary>Answers over UDP. What the table knows is answered in the loop itself, so no question that waits for another host holds it up.</summary>
internal sealed class UdpService(Socket socket, NameResolver resolver)
{
    private const int LongestQuery = 4096;

    // sockaddr_in: family, port, address.
    private const int PortOffset = 2;
    private const int AddressOffset = 4;
    private const int AddressEnd = 8;

    /// <summary>Runs until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        var buffer = new byte[LongestQuery];
        var client = new SocketAddress(AddressFamily.InterNetwork);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var count = await socket.ReceiveFromAsync(buffer, SocketFlags.None, client, stopping);
                await AnswerAsync(buffer.AsSpan(0, count), client, stopping);
            }
            catch (SocketException)
            {
                // A client that is gone, or a bridge that is down: the next question may fare better.
            }
        }
    }

    private Task AnswerAsync(ReadOnlySpan<byte> message, SocketAddress client, CancellationToken stopping)
    {
        var address = client.Buffer.Span;

        // Nothing can be sent to port 0.
        if (address[PortOffset..AddressOffset] is [0, 0])
        {
            return Task.CompletedTask;
        }

        var answer = resolver.AnswerAsync(message, new IPAddress(address[AddressOffset..AddressEnd]), udp: true, stopping);
        if (answer.IsCompletedSuccessfully)
        {
            return answer.Result is { } ready ? socket.SendToAsync(ready, SocketFlags.None, client, stopping).AsTask() : Task.CompletedTask;
        }

        _ = SendLaterAsync(answer.AsTask(), Copy(client), stopping);
        return Task.CompletedTask;
    }

    private async Task SendLaterAsync(Task<byte[]?> answer, SocketAddress client, CancellationToken stopping)
    {
        try
        {
            if (await answer is { } late)
            {
                await socket.SendToAsync(late, SocketFlags.None, client, stopping);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or the server ends.
        }
    }

    private static SocketAddress Copy(SocketAddress from)
    {
        var copy = new SocketAddress(AddressFamily.InterNetwork);
        from.Buffer.Span[..copy.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }
}
