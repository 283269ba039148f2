using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Whelk.Networks.Names;

namespace Whelk.Networks.Tests.Support;

/// <summary>A resolver of the host's, on loopback, which sends whatever the test wants.</summary>
internal sealed class FakeResolver : IDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Channel<byte[]> _asked = Channel.CreateUnbounded<byte[]>();
    private readonly Func<byte[], IEnumerable<byte[]>> _answers;

    /// <param name="answers">The messages that follow a question; none is silence.</param>
    internal FakeResolver(Func<byte[], IEnumerable<byte[]>> answers)
    {
        _answers = answers;
        _tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _tcp.Listen();
        EndPoint = (IPEndPoint)_tcp.LocalEndPoint!;
        _udp.Bind(EndPoint);
        _ = ServeUdpAsync();
        _ = ServeTcpAsync();
    }

    internal IPEndPoint EndPoint { get; }

    /// <summary>The next question that came.</summary>
    internal async Task<byte[]> AskedAsync() => await _asked.Reader.ReadAsync().AsTask().WaitAsync(Sockets.Patience);

    internal int Waiting => _asked.Reader.Count;

    public void Dispose()
    {
        _udp.Dispose();
        _tcp.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        try
        {
            var buffer = new byte[4096];
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                var question = buffer[..received.ReceivedBytes];
                _asked.Writer.TryWrite(question);
                foreach (var answer in _answers(question))
                {
                    await _udp.SendToAsync(answer, received.RemoteEndPoint);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptAsync();
                var messages = new TcpMessages(client);
                var question = await messages.ReceiveAsync(ushort.MaxValue, CancellationToken.None);
                _asked.Writer.TryWrite(question!);
                foreach (var answer in _answers(question!))
                {
                    await messages.SendAsync(answer, CancellationToken.None);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
