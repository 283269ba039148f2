using System.Net;
using System.Net.Sockets;
using System.Text;
using Whelk.Linux.Files;
using Whelk.Linux.Sockets;
using Whelk.Linux.Waiting;
using Xunit;

namespace Whelk.Linux.Tests.Sockets;

public sealed class DatagramTests
{
    private static readonly IPAddress Own = IPAddress.Parse("127.0.0.73");

    [Fact]
    public void A_message_is_taken_once_and_its_sender_can_be_answered()
    {
        using var socket = BoundSocket.Serve(new IPEndPoint(Own, 0), ProtocolType.Udp, 0);
        Descriptor.SetNonBlocking(socket);
        var buffer = new byte[16];
        var sender = new byte[Datagram.AddressLength];
        Assert.Equal(NonBlocking.Again, Datagram.Receive(socket, buffer, sender));

        using var client = new UdpClient(new IPEndPoint(Own, 0));
        client.Send("question"u8.ToArray(), new IPEndPoint(Own, BoundSocket.PortOf(socket)));
        Assert.Equal("question", Encoding.UTF8.GetString(buffer.AsSpan(0, Datagram.Receive(socket, buffer, sender))));
        Assert.Equal(NonBlocking.Again, Datagram.Receive(socket, buffer, new byte[Datagram.AddressLength]));

        Datagram.Send(socket, "answer"u8, sender);
        IPEndPoint? from = null;
        Assert.Equal("answer"u8, client.Receive(ref from));
        Assert.Equal(BoundSocket.PortOf(socket), from!.Port);
    }

    [Fact]
    public void A_shared_port_can_be_anothers_on_all_addresses_who_shares_it_too()
    {
        using var socket = BoundSocket.Serve(new IPEndPoint(Own, 0), ProtocolType.Udp, 0, shared: true);
        Descriptor.SetNonBlocking(socket);
        var port = BoundSocket.PortOf(socket);
        using var everywhere = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        everywhere.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        everywhere.Bind(new IPEndPoint(IPAddress.Any, port));

        using var client = new UdpClient();
        client.Send([1], new IPEndPoint(Own, port));
        client.Send([2], new IPEndPoint(IPAddress.Loopback, port));
        var buffer = new byte[16];
        Assert.Equal((1, 1), (Datagram.Receive(socket, buffer, new byte[Datagram.AddressLength]), buffer[0]));
        Assert.Equal((1, 2), (everywhere.Receive(buffer), buffer[0]));
    }
}
