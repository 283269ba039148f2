using System.Net;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Names;
using Whelk.Networks.Names.Messages;
using Whelk.Networks.Ports;
using Whelk.Networks.Tests.Support;
using Xunit;

namespace Whelk.Networks.Tests.Names;

/// <summary>The server as a process, on a real bridge, asked from workloads' namespaces.</summary>
public sealed class NameServerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Workload_finds_another_by_name_and_not_after_its_end(bool udp)
    {
        await using var test = await TestNetwork.OpenAsync(nameServer: true);
        var web = await test.AttachAsync("web", "0123456789ab");
        var client = await test.AttachAsync("client");

        Assert.Null(test.Network.NameFault);
        Assert.Equal($"{web.Address} 600", await FindAsync(test, client, "web", udp));
        Assert.Equal($"{client.Address} 600", await FindAsync(test, web, "client", udp));
        var detached = test.Network.DetachAsync(web);
        Assert.Equal(ResponseCode.NXDOMAIN, await CodeOfReverseAsync(test, client, web.Address));
        await detached;
    }

    [Fact]
    public async Task Server_outlives_the_daemon_and_is_found_again()
    {
        await using var test = await TestNetwork.OpenAsync(nameServer: true);
        var web = await test.AttachAsync("web");
        var dead = await test.AttachAsync("dead");
        var client = await test.AttachAsync("client");
        var server = NameServerRecord.Read(test.Names);
        await test.Network.DisposeAsync();
        Assert.Equal($"{web.Address} 600", await FindAsync(test, client, "web"));

        await test.RestartAsync(Live(web), Live(client));
        Assert.Equal(server, NameServerRecord.Read(test.Names));
        Assert.Equal($"{web.Address} 600", await FindAsync(test, client, "web"));
        Assert.Equal(ResponseCode.NXDOMAIN, await CodeOfReverseAsync(test, client, dead.Address));
        test.Network.Announce(web, ["front"]);
        Assert.Equal($"{web.Address} 600", await FindAsync(test, client, "front"));
    }

    [Fact]
    public async Task Server_that_is_killed_is_started_again_on_its_port()
    {
        await using var test = await TestNetwork.OpenAsync(nameServer: true);
        var web = await test.AttachAsync("web");
        var client = await test.AttachAsync("client");
        var first = NameServerRecord.Read(test.Names)!;
        using var process = ChildProcess.Adopt(first.Pid);
        process.Signal(SignalNumber.SIGKILL);
        await process.EndedAsync();

        // Between the end of the one and the start of the other nobody answers.
        var deadline = Environment.TickCount64 + 10_000;
        DnsAnswer? answer;
        while ((answer = await DnsClient.AskAsync(client.NamespacePath, test.NameServer, "web", milliseconds: 500)) is null)
        {
            Assert.True(Environment.TickCount64 < deadline, "no server came back");
        }

        var second = NameServerRecord.Read(test.Names)!;
        Assert.Equal($"{web.Address} 600", Assert.Single(answer.Records));
        Assert.Equal((first with { Pid = second.Pid }, true), (second, second.Pid != first.Pid));
    }

    [Fact]
    public async Task Server_of_another_bridge_is_replaced()
    {
        await using var test = await TestNetwork.OpenAsync(nameServer: true);
        var record = NameServerRecord.Read(test.Names)!;
        using var process = ChildProcess.Adopt(record.Pid);
        await test.Network.DisposeAsync();
        using (var host = Linux.Netlink.RouteSocket.Open())
        {
            host.RemoveLink(test.Network.Names.Bridge);
        }

        await test.RestartAsync();
        var client = await test.AttachAsync("client");
        await process.EndedAsync().WaitAsync(Sockets.Patience);
        Assert.NotEqual(record.Pid, NameServerRecord.Read(test.Names)!.Pid);
        Assert.Equal($"{client.Address} 600", await FindAsync(test, client, "client"));
    }

    [Theory]
    [InlineData("the network is removed")]
    [InlineData("its record is removed")]
    public async Task Server_ends_when(string cause)
    {
        await using var test = await TestNetwork.OpenAsync(nameServer: true);
        await test.AttachAsync("web");
        using var process = ChildProcess.Adopt(NameServerRecord.Read(test.Names)!.Pid);
        await test.Network.DisposeAsync();
        if (cause == "the network is removed")
        {
            await BridgeNetwork.RemoveAllAsync(test.Options);
            await BridgeNetwork.RemoveAllAsync(test.Options);
            Assert.False(Directory.Exists(test.Names));
        }
        else
        {
            File.Delete(NameServerRecord.PathIn(test.Names));
        }

        await process.EndedAsync().WaitAsync(Sockets.Patience);
    }

    [Fact]
    public async Task Another_host_that_routes_to_the_bridge_hears_nothing()
    {
        await using var test = await TestNetwork.OpenAsync(nameServer: true);
        var web = await test.AttachAsync("web");
        var other = await test.OtherHostAsync();
        var server = NameServerRecord.Read(test.Names)!.EndPoint;

        foreach (var endPoint in new[] { test.NameServer, server })
        {
            Assert.Null(await DnsClient.AskAsync(other.NamespacePath, endPoint, "web", milliseconds: 500));
            Assert.Null(await DnsClient.AskAsync(other.NamespacePath, endPoint, "web", udp: false, milliseconds: 500));
        }

        Assert.Equal($"{web.Address} 600", await FindAsync(test, web, "web"));
    }

    [Fact]
    public async Task Workload_that_publishes_port_53_is_in_nobodys_way()
    {
        await using var test = await TestNetwork.OpenAsync(nameServer: true);
        var dns = await test.ServeAsync("dns", 53);
        test.Network.Announce(dns, ["dns"]);
        test.Publish(dns, new PortMapping { HostAddress = test.Network.Gateway, ContainerPort = 53, HostPort = 53, Protocol = PortProtocol.Udp });
        test.Publish(dns, new PortMapping { HostAddress = test.Network.Gateway, ContainerPort = 53, HostPort = 53 });
        var client = await test.AttachAsync("client");

        Assert.Equal($"{dns.Address} 600", await FindAsync(test, client, "dns"));
        Assert.Equal($"{dns.Address} 600", await FindAsync(test, client, "dns", udp: false));
        Assert.StartsWith("dns", await Sockets.AskAsync(null, test.Network.Gateway, 53, udp: true));
    }

    [Fact]
    public async Task Network_without_a_server_that_starts_says_why_and_works()
    {
        await using var test = await TestNetwork.OpenAsync();
        await test.Network.DisposeAsync();
        await using var network = await BridgeNetwork.OpenAsync(test.Options with { NameServerExecutable = "/nowhere/whelk" }, [], TimeProvider.System);

        Assert.Equal("names of workloads are not answered: posix_spawn /nowhere/whelk: No such file or directory", network.NameFault);
        network.Announce(await network.AttachAsync(), ["web"]);
    }

    private static LiveWorkload Live(Endpoint endpoint) => new() { NamespacePath = endpoint.NamespacePath, Address = endpoint.Address };

    private static async Task<string?> FindAsync(TestNetwork test, Endpoint from, string name, bool udp = true) =>
        (await DnsClient.AskAsync(from.NamespacePath, test.NameServer, name, udp: udp))?.Records.Single();

    private static async Task<ResponseCode?> CodeOfReverseAsync(TestNetwork test, Endpoint from, IPAddress address) =>
        (await DnsClient.AskAsync(from.NamespacePath, test.NameServer, string.Join('.', $"{address}".Split('.').Reverse()) + ".in-addr.arpa", RecordType.PTR))?.Code;
}
