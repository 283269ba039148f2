using System.Net;
using System.Net.Sockets;
using Whelk.Engine.Monitors;
using Whelk.Engine.Monitors.Protocol;
using Xunit;

namespace Whelk.Engine.Tests.Monitors;

public sealed class HeldPortsTests
{
    [Fact]
    public async Task Change_to_another_address_of_the_host_holds_the_port_there()
    {
        await using var ports = new HeldPorts();
        var (moved, kept) = (Order("127.0.0.1"), Order("127.0.0.3"));
        var before = ports.Hold([moved, kept]);
        Assert.False(IsFree("127.0.0.1", before[0]));

        var after = await ports.ChangeAsync([moved with { HostAddress = "127.0.0.2", HostPort = before[0] }, kept with { Address = "10.0.0.9" }]);

        Assert.Equal(before, after);
        Assert.Equal((true, false, false), (IsFree("127.0.0.1", before[0]), IsFree("127.0.0.2", before[0]), IsFree("127.0.0.3", before[1])));
    }

    private static PortOrder Order(string address) => new() { HostAddress = address, HostPort = 0, Protocol = "tcp", Address = "10.0.0.2", Port = 80 };

    private static bool IsFree(string address, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
