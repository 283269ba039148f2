using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Whelk.Integration.Tests.OtherEngines.Cri;

/// <summary>The streams of an exec or an attach, over the websocket that kubelet would hand on: each message begins with the number of its channel.</summary>
internal sealed class CriStream : IDisposable
{
    private const string Protocol = "v4.channel.k8s.io";
    private const byte Input = 0;
    private const byte Output = 1;
    private const byte Status = 3;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;
    private readonly StringBuilder _output = new();

    private CriStream(PrivateCri cri)
    {
        _handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, token) =>
            {
                var socket = cri.Inside.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                await socket.ConnectAsync(context.DnsEndPoint, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _invoker = new HttpMessageInvoker(_handler);
        _socket.Options.AddSubProtocol(Protocol);
    }

    internal static async Task<CriStream> OpenAsync(PrivateCri cri, StreamResponse response)
    {
        var stream = new CriStream(cri);
        using var bound = new CancellationTokenSource(Bound);
        await stream._socket.ConnectAsync(new UriBuilder(response.Url) { Scheme = "ws" }.Uri, stream._invoker, bound.Token);
        return stream;
    }

    internal Task TypeAsync(string text) => _socket.SendAsync((byte[])[Input, .. Encoding.UTF8.GetBytes(text)], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>Reads until the output has a text.</summary>
    internal async Task<string> UntilAsync(string wanted)
    {
        while (!_output.ToString().Contains(wanted, StringComparison.Ordinal))
        {
            Assert.True(await TryReadAsync() is null, $"no \"{wanted}\" in: {_output}");
        }

        return _output.ToString();
    }

    /// <summary>Reads to the end; what Kubernetes says of how it ended.</summary>
    internal async Task<string> EndAsync()
    {
        string? status;
        do
        {
            status = await TryReadAsync();
        }
        while (status is null);
        return status;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _invoker.Dispose();
        _handler.Dispose();
    }

    // Null while it goes on.
    private async Task<string?> TryReadAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        var buffer = new byte[64 << 10];
        var count = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(count), bound.Token);
            count += part.Count;
        }
        while (!part.EndOfMessage);
        if (part.MessageType == WebSocketMessageType.Close)
        {
            return "closed";
        }

        var text = count > 1 ? Encoding.UTF8.GetString(buffer, 1, count - 1) : string.Empty;
        switch (buffer[0])
        {
            case Output:
                _output.Append(text);
                return null;
            case Status when text.Length > 0:
                return text;
            default:
                return null;
        }
    }
}
