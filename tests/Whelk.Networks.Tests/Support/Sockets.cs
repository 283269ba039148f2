using System.Net;
using System.Net.Sockets;
using System.Text;
using Whelk.Linux.Namespaces;

namespace Whelk.Networks.Tests.Support;

/// <summary>Sockets inside namespaces. A socket stays where it was made, so it is used from any thread afterwards.</summary>
internal static class Sockets
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Attempt = TimeSpan.FromMilliseconds(500);

    internal static Socket Make(string? namespacePath, AddressFamily family = AddressFamily.InterNetwork, bool udp = false)
    {
        var type = udp ? SocketType.Dgram : SocketType.Stream;
        if (namespacePath is null)
        {
            return new Socket(family, type, ProtocolType.Unspecified);
        }

        using var thread = NamespaceThread.InNetwork(namespacePath);
        return thread.Run(() => new Socket(family, type, ProtocolType.Unspecified));
    }

    /// <summary>Sends a word to a server that answers with the caller's address, and returns the answer; null where nobody answers.</summary>
    internal static async Task<string?> AskAsync(string? namespacePath, IPAddress address, int port, int milliseconds = 3000, bool udp = false)
    {
        using var limit = new CancellationTokenSource(milliseconds);
        using var socket = Make(namespacePath, address.AddressFamily, udp);
        try
        {
            await socket.ConnectAsync(address, port, limit.Token);
            return await (udp ? AskUntilAnsweredAsync(socket, limit.Token) : AskAgainAsync(socket, limit.Token));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The same over a socket that is connected.</summary>
    internal static async Task<string?> AskAgainAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await AskAgainAsync(socket, limit.Token);
    }

    // A datagram may be lost: while flows of an earlier port of that number are being forgotten, for one.
    private static async Task<string?> AskUntilAnsweredAsync(Socket socket, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            attempt.CancelAfter(Attempt);
            try
            {
                return await AskAgainAsync(socket, attempt.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Once more.
            }
        }
    }

    private static async Task<string?> AskAgainAsync(Socket socket, CancellationToken cancellationToken)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), cancellationToken);
        var buffer = new byte[200];
        var count = await socket.ReceiveAsync(buffer, cancellationToken);
        return count == 0 ? null : Encoding.UTF8.GetString(buffer, 0, count);
    }
}
