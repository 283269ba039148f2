using System.Net.Sockets;

namespace Whelk.Integration.Tests.Support;

/// <summary>Fetches pages from servers that may still be starting.</summary>
internal static class Web
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>A published port is open before the server inside listens, so a broken connection is tried again.</summary>
    internal static async Task<string> FetchAsync(string url)
    {
        using var bound = new CancellationTokenSource(Bound);
        using var client = new HttpClient();
        while (true)
        {
            try
            {
                return await client.GetStringAsync(url, bound.Token);
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null && !bound.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>A client that speaks over a unix socket, whatever host its URLs name.</summary>
    internal static HttpClient Over(string socketPath) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
