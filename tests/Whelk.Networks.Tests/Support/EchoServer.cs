using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Whelk.Networks.Tests.Support;

/// <summary>Answers every word with its own name and the address that asked.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly Socket _tcp;
    private readonly Socket _udp;

    internal EchoServer(string? namespacePath, int port, string name, IPAddress? address = null)
    {
        _tcp = Sockets.Make(namespacePath);
        _udp = Sockets.Make(namespacePath, udp: true);
        _tcp.Bind(new IPEndPoint(address ?? IPAddress.Any, port));
        Port = ((IPEndPoint)_tcp.LocalEndPoint!).Port;
        _udp.Bind(new IPEndPoint(address ?? IPAddress.Any, Port));
        _tcp.Listen(64);
        _ = ServeTcpAsync(name);
        _ = ServeUdpAsync(name);
    }

    internal int Port { get; }

    public void Dispose()
    {
        _tcp.Dispose();
        _udp.Dispose();
    }

    private async Task ServeTcpAsync(string name)
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptAsync();
                var buffer = new byte[100];
                _ = await client.ReceiveAsync(buffer);
                await client.SendAsync(Encoding.UTF8.GetBytes($"{name} {((IPEndPoint)client.RemoteEndPoint!).Address}"));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeUdpAsync(string name)
    {
        try
        {
            var buffer = new byte[100];
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                await _udp.SendToAsync(Encoding.UTF8.GetBytes($"{name} {((IPEndPoint)received.RemoteEndPoint).Address}"), received.RemoteEndPoint);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
