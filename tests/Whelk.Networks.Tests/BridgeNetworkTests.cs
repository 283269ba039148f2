using System.Diagnostics;
using System.Net;
using Whelk.Errors;
using Whelk.Linux.Netlink;
using Whelk.Linux.Nftables;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Ports;
using Whelk.Networks.Tests.Support;
using Xunit;

namespace Whelk.Networks.Tests;

public sealed class BridgeNetworkTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Attach_gives_a_namespace_with_address_and_default_route()
    {
        await using var test = await TestNetwork.OpenAsync();
        var endpoint = await test.Network.AttachAsync();
        var eth0 = InterfaceSnapshot.Read(endpoint.NamespacePath, "eth0")!;
        var lo = InterfaceSnapshot.Read(endpoint.NamespacePath, "lo")!;

        Assert.Equal(endpoint.MacAddress.Replace(":", string.Empty), eth0.Mac.ToString(), ignoreCase: true);
        var address = Assert.Single(eth0.Addresses);
        Assert.Equal((endpoint.Address, endpoint.PrefixLength), (address.Address, address.PrefixLength));
        Assert.Contains(eth0.Routes, route => route.Destination.PrefixLength == 0 && endpoint.Gateway.Equals(route.Gateway));
        Assert.Contains(lo.Addresses, found => found.Address.Equals(IPAddress.Loopback));
    }

    [Fact]
    public async Task Attach_from_the_pool_never_gives_an_endpoint_twice()
    {
        await using var test = await TestNetwork.OpenAsync(poolSize: 2);
        var taken = new List<Endpoint>();
        for (var i = 0; i < 8; i++)
        {
            taken.Add(await test.Network.AttachAsync());
        }

        await test.Network.DetachAsync(taken[0]);
        taken.Add(await test.Network.AttachAsync());

        Assert.Equal(taken.Count, taken.Select(endpoint => endpoint.Address).Distinct().Count());
        Assert.Equal(taken.Count, taken.Select(endpoint => endpoint.NamespacePath).Distinct().Count());
    }

    [Fact]
    public async Task Detach_twice_removes_interface_and_namespace()
    {
        await using var test = await TestNetwork.OpenAsync();
        var endpoint = await test.Network.AttachAsync();
        await test.Network.DetachAsync(endpoint);
        await test.Network.DetachAsync(endpoint);

        using var host = RouteSocket.Open();
        Assert.Null(host.FindLink(endpoint.HostInterface));
        Assert.False(File.Exists(endpoint.NamespacePath));
    }

    [Fact]
    public async Task Open_after_a_crash_keeps_live_workloads_and_removes_the_rest()
    {
        await using var test = await TestNetwork.OpenAsync(poolSize: 2);
        var web = await test.ServeAsync("web", 80);
        var dead = await test.Network.AttachAsync();
        var port = test.Publish(web, new PortMapping { ContainerPort = 80 });
        var stale = test.Publish(dead, new PortMapping { ContainerPort = 80 });
        var subnet = test.Network.Subnet;
        await test.RestartAsync(new LiveWorkload { NamespacePath = web.NamespacePath, Address = web.Address, Ports = [port] });

        Assert.Equal(subnet, test.Network.Subnet);
        Assert.Equal(web, test.Network.EndpointAt(web.Address));
        Assert.StartsWith("web", await Sockets.AskAsync(null, IPAddress.Loopback, port.HostPort));
        Assert.Null(await Sockets.AskAsync(null, IPAddress.Loopback, stale.HostPort, 500));
        Assert.False(File.Exists(dead.NamespacePath));
        Assert.NotEqual(web.Address, (await test.Network.AttachAsync()).Address);
        Assert.Throws<WhelkException>(() => test.Reserve(new PortMapping { ContainerPort = 1, HostPort = port.HostPort }));
    }

    [Fact]
    public async Task Open_of_two_roots_gives_networks_apart()
    {
        await using var one = await TestNetwork.OpenAsync();
        await using var two = await TestNetwork.OpenAsync();

        Assert.NotEqual(one.Network.Subnet, two.Network.Subnet);
        Assert.NotEqual(one.Network.Names.Bridge, two.Network.Names.Bridge);
    }

    [Fact]
    public async Task Open_with_a_subnet_that_is_routed_is_a_conflict()
    {
        await using var one = await TestNetwork.OpenAsync();
        var options = one.Options with { Root = one.Options.Root + "/other", Subnet = one.Network.Subnet };
        try
        {
            var error = await Assert.ThrowsAsync<WhelkException>(() => BridgeNetwork.OpenAsync(options with { StateDirectory = options.StateDirectory + "/x" }, [], TimeProvider.System));
            Assert.Equal(ErrorCode.Conflict, error.Code);
        }
        finally
        {
            await BridgeNetwork.RemoveAllAsync(options with { StateDirectory = options.StateDirectory + "/x" });
        }
    }

    [Fact]
    public async Task RemoveAll_twice_leaves_nothing()
    {
        await using var test = await TestNetwork.OpenAsync(poolSize: 2);
        var endpoint = await test.Network.AttachAsync();
        test.Publish(endpoint, new PortMapping { ContainerPort = 80 });
        await test.Network.DisposeAsync();
        await BridgeNetwork.RemoveAllAsync(test.Options);
        await BridgeNetwork.RemoveAllAsync(test.Options);

        using var host = RouteSocket.Open();
        Assert.DoesNotContain(host.Links(), link => link.Name.StartsWith(test.Network.Names.Bridge, StringComparison.Ordinal));
        Assert.Null(await Nft.TryListAsync($"table ip {test.Network.Names.Table}", CancellationToken.None));
        Assert.DoesNotContain(test.Options.StateDirectory, await File.ReadAllTextAsync("/proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_and_publish_are_timed()
    {
        await using var test = await TestNetwork.OpenAsync();
        var web = await test.Network.AttachAsync();
        var cold = await MedianAsync(20, async () => await test.Network.AttachAsync());
        var mapping = new PortMapping { ContainerPort = 80, HostAddress = IPAddress.Loopback };
        var reservations = Enumerable.Range(0, 21).Select(_ => test.Hold(PortReservation.Take(mapping))).ToList();
        var next = 0;
        var publish = await MedianAsync(20, () =>
        {
            test.Network.Publish(web, mapping, reservations[next++].Port);
            return Task.CompletedTask;
        });
        var announce = await MedianAsync(20, () =>
        {
            test.Network.Announce(web, ["web", "0123456789ab", "web.example.com"]);
            return Task.CompletedTask;
        });
        output.WriteLine($"attach cold {cold:F3} ms, publish {publish:F3} ms, announce {announce:F3} ms");
        Assert.True(cold < 1000);
    }

    private static async Task<double> MedianAsync(int runs, Func<Task> action)
    {
        var times = new List<double>();
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await action();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times.Order().ElementAt(runs / 2);
    }
}
