using System.Net;
using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Networks.Ports;
using Whelk.Networks.Tests.Support;
using Xunit;

namespace Whelk.Networks.Tests;

public sealed class PublishedPortsTests
{
    [Theory]
    [InlineData(PortProtocol.Tcp)]
    [InlineData(PortProtocol.Udp)]
    public async Task Publish_on_every_address_reaches_the_workload_from_everywhere(PortProtocol protocol)
    {
        await using var test = await TestNetwork.OpenAsync();
        var udp = protocol == PortProtocol.Udp;
        var web = await test.ServeAsync("web", 80);
        var client = await test.Network.AttachAsync();
        var other = await test.OtherHostAsync();
        var port = test.Publish(web, new PortMapping { ContainerPort = 80, Protocol = protocol }).HostPort;

        Assert.Equal($"web {test.Network.Gateway}", await Sockets.AskAsync(null, IPAddress.Loopback, port, udp: udp));
        Assert.StartsWith("web", await Sockets.AskAsync(null, other.ThisHost, port, udp: udp));
        Assert.StartsWith("web", await Sockets.AskAsync(null, test.Network.Gateway, port, udp: udp));
        Assert.StartsWith("web", await Sockets.AskAsync(client.NamespacePath, other.ThisHost, port, udp: udp));
        Assert.StartsWith("web", await Sockets.AskAsync(client.NamespacePath, test.Network.Gateway, port, udp: udp));
        Assert.StartsWith("web", await Sockets.AskAsync(web.NamespacePath, other.ThisHost, port, udp: udp));
        Assert.Equal($"web {other.Address}", await Sockets.AskAsync(other.NamespacePath, other.ThisHost, port, udp: udp));
        Assert.Equal($"web {client.Address}", await Sockets.AskAsync(client.NamespacePath, web.Address, 80, udp: udp));
    }

    [Fact]
    public async Task Publish_on_loopback_alone_is_closed_to_workloads_and_other_hosts()
    {
        await using var test = await TestNetwork.OpenAsync();
        var web = await test.ServeAsync("web", 80);
        var client = await test.Network.AttachAsync();
        var other = await test.OtherHostAsync();
        var port = test.Publish(web, new PortMapping { HostAddress = IPAddress.Loopback, ContainerPort = 80 }).HostPort;

        Assert.StartsWith("web", await Sockets.AskAsync(null, IPAddress.Loopback, port));
        Assert.Null(await Sockets.AskAsync(client.NamespacePath, test.Network.Gateway, port, 500));
        Assert.Null(await Sockets.AskAsync(other.NamespacePath, other.ThisHost, port, 500));
    }

    [Theory]
    [InlineData("a workload")]
    [InlineData("another host")]
    public async Task Publish_on_loopback_alone_is_closed_to_whoever_routes_loopback_here(string attacker)
    {
        await using var test = await TestNetwork.OpenAsync();
        var web = await test.ServeAsync("web", 80);
        var client = await test.Network.AttachAsync();
        var other = await test.OtherHostAsync();
        var port = test.Publish(web, new PortMapping { HostAddress = IPAddress.Loopback, ContainerPort = 80 }).HostPort;
        var (path, gateway) = attacker == "a workload" ? (client.NamespacePath, test.Network.Gateway) : (other.NamespacePath, other.ThisHost);
        await RouteLoopbackAwayAsync(path, gateway);

        Assert.Null(await Sockets.AskAsync(path, IPAddress.Loopback, port, 700));
    }

    [Fact]
    public async Task Unpublished_port_is_closed_to_other_hosts_that_route_to_the_subnet()
    {
        await using var test = await TestNetwork.OpenAsync();
        var web = await test.ServeAsync("web", 80);
        var other = await test.OtherHostAsync();

        Assert.Null(await Sockets.AskAsync(other.NamespacePath, web.Address, 80, 700));
        Assert.StartsWith("web", await Sockets.AskAsync(null, web.Address, 80));
    }

    [Fact]
    public async Task Workload_reaches_another_host_under_this_hosts_address()
    {
        await using var test = await TestNetwork.OpenAsync();
        var client = await test.Network.AttachAsync();
        var other = await test.OtherHostAsync();
        using var server = new EchoServer(other.NamespacePath, 80, "other");

        Assert.Equal($"other {other.ThisHost}", await Sockets.AskAsync(client.NamespacePath, other.Address, 80));
    }

    [Fact]
    public async Task Publish_listens_on_ipv6_through_the_forwarder()
    {
        await using var test = await TestNetwork.OpenAsync();
        var web = await test.ServeAsync("web", 80);
        var mapping = new PortMapping { ContainerPort = 80 };
        var reservation = test.Hold(test.Reserve(mapping));
        var port = test.Network.Publish(web, mapping, reservation.Port);
        await using var forwarder = new PortForwarder(reservation.Listener!, new IPEndPoint(web.Address, 80));

        Assert.Equal($"web {test.Network.Gateway}", await Sockets.AskAsync(null, IPAddress.IPv6Loopback, port.HostPort));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_of_a_udp_port_reaches_clients_that_never_stopped_sending(bool wildcard)
    {
        await using var test = await TestNetwork.OpenAsync();
        var (first, second) = (await test.ServeAsync("first", 80), await test.ServeAsync("second", 80));
        var mapping = new PortMapping { HostAddress = wildcard ? null : IPAddress.Loopback, ContainerPort = 80, Protocol = PortProtocol.Udp };
        var reservation = test.Hold(test.Reserve(mapping));
        using var client = Sockets.Make(null, udp: true);
        await client.ConnectAsync(IPAddress.Loopback, reservation.Port);
        await client.SendAsync("too early"u8.ToArray());
        var port = test.Network.Publish(first, mapping, reservation.Port);
        await test.Network.FlowsForgotten;
        Assert.StartsWith("first", await Sockets.AskAgainAsync(client));
        test.Network.Unpublish(first, port);
        test.Network.Publish(second, mapping, reservation.Port);
        await test.Network.FlowsForgotten;

        Assert.StartsWith("second", await Sockets.AskAgainAsync(client));
    }

    [Fact]
    public async Task Unpublish_twice_ends_new_connections_and_frees_the_port()
    {
        await using var test = await TestNetwork.OpenAsync();
        var web = await test.ServeAsync("web", 80);
        var mapping = new PortMapping { ContainerPort = 80 };
        var reservation = test.Reserve(mapping);
        var port = test.Network.Publish(web, mapping, reservation.Port);
        test.Network.Unpublish(web, port);
        test.Network.Unpublish(web, port);
        reservation.Dispose();

        Assert.Null(await Sockets.AskAsync(null, IPAddress.Loopback, port.HostPort, 500));
        using var again = test.Reserve(mapping with { HostPort = port.HostPort });
        Assert.Equal(port.HostPort, again.Port);
    }

    [Fact]
    public async Task Reserve_of_a_port_of_another_workload_says_already_allocated()
    {
        await using var test = await TestNetwork.OpenAsync();
        var web = await test.Network.AttachAsync();
        var port = test.Publish(web, new PortMapping { ContainerPort = 80 }).HostPort;
        var error = Assert.Throws<WhelkException>(() => test.Reserve(new PortMapping { ContainerPort = 81, HostPort = port }));

        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Equal($"Bind for 0.0.0.0:{port} failed: port is already allocated", error.Message);
    }

    [Fact]
    public async Task Reserve_of_a_port_of_another_program_says_in_use()
    {
        await using var test = await TestNetwork.OpenAsync();
        using var program = new EchoServer(null, 0, "program", IPAddress.Loopback);
        var error = Assert.Throws<WhelkException>(() => test.Reserve(new PortMapping { ContainerPort = 80, HostPort = program.Port }));

        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Equal($"listen tcp4 0.0.0.0:{program.Port}: bind: address already in use", error.Message);
    }

    [Theory]
    [InlineData(ProtocolType.Tcp)]
    [InlineData(ProtocolType.Udp)]
    public void Reservation_keeps_other_programs_off_the_port(ProtocolType protocol)
    {
        using var reservation = PortReservation.Take(new PortMapping { ContainerPort = 1, Protocol = protocol == ProtocolType.Udp ? PortProtocol.Udp : PortProtocol.Tcp });
        using var program = new Socket(AddressFamily.InterNetwork, protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol);
        program.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        var error = Assert.Throws<SocketException>(() => program.Bind(new IPEndPoint(IPAddress.Loopback, reservation.Port)));

        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }

    [Fact]
    public async Task Reservation_of_a_port_with_connections_in_time_wait_succeeds()
    {
        var port = await LeaveTimeWaitAsync();
        using var reservation = PortReservation.Take(new PortMapping { ContainerPort = 1, HostPort = port, HostAddress = IPAddress.Any });

        Assert.Equal(port, reservation.Port);
        Assert.Null(await Sockets.AskAsync(null, IPAddress.Loopback, port, 500));
    }

    /// <summary>A server that closes first keeps its side for a minute.</summary>
    private static async Task<int> LeaveTimeWaitAsync()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(server.LocalEndPoint!);
        using (var accepted = await server.AcceptAsync())
        {
            accepted.Shutdown(SocketShutdown.Both);
        }

        Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
        return ((IPEndPoint)server.LocalEndPoint!).Port;
    }

    /// <summary>What root in a namespace can do: take 127/8 off lo and send it to the gateway.</summary>
    private static async Task RouteLoopbackAwayAsync(string path, IPAddress gateway)
    {
        using var thread = NamespaceThread.InNetwork(path);
        thread.Run(() => File.WriteAllText("/proc/sys/net/ipv4/conf/eth0/route_localnet", "1"));
        foreach (var command in new[] { "addr flush dev lo", $"route add 127.0.0.1/32 via {gateway} dev eth0" })
        {
            var options = new SpawnOptions { Path = "/usr/sbin/ip", Arguments = command.Split(' ') };
            using var child = thread.Run(() => ChildProcess.Start(options));
            Assert.True((await child.WaitAsync()).Succeeded, command);
        }
    }
}
