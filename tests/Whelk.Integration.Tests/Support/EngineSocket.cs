using System.Net.Sockets;

namespace Whelk.Integration.Tests.Support;

/// <summary>Connections to an engine's unix socket.</summary>
internal static class EngineSocket
{
    internal static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return socket;
    }

    /// <summary>What speaks HTTP over it.</summary>
    internal static SocketsHttpHandler Handler(string path) =>
        new() { ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(path, cancellationToken), ownsSocket: true) };

    /// <summary>A client whose requests are paths.</summary>
    internal static HttpClient Client(string path) => new(Handler(path)) { BaseAddress = new Uri("http://engine"), Timeout = TimeSpan.FromSeconds(60) };
}
