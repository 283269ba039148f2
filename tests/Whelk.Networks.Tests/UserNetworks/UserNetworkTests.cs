using System.Net;
using Whelk.Errors;
using Whelk.Linux.Netlink;
using Whelk.Networks.Addresses;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Names.Messages;
using Whelk.Networks.Tests.Support;
using Whelk.Networks.UserNetworks;
using Xunit;

namespace Whelk.Networks.Tests.UserNetworks;

/// <summary>Networks beside the daemon's own, on real bridges.</summary>
public sealed class UserNetworkTests
{
    private static readonly UserNetworkOptions Options = new()
    {
        Id = new string('5', 64),
        Name = "mine",
        Bridge = $"wkt{Environment.ProcessId}",
        Range = new AddressRange { Subnet = IPNetwork.Parse("10.215.0.0/24") },
        Range6 = new AddressRange { Subnet = IPNetwork.Parse("fd00:215::/64") },
    };

    [Fact]
    public async Task Place_has_addresses_of_both_families_and_goes_with_its_interface()
    {
        await using var test = await TestNetwork.OpenAsync();
        await test.Network.AddAsync(Options, CancellationToken.None);
        var own = await test.Network.AttachAsync();
        try
        {
            var place = test.Network.Other(Options.Id).Join(Request(own, "a"));
            UserNetwork.RouteThrough(place);
            var inside = InterfaceSnapshot.Read(own.NamespacePath, "eth1")!;

            Assert.Equal(["10.215.0.2", "fd00:215::2"], inside.Addresses.Select(address => $"{address.Address}").Where(address => !address.StartsWith("fe80", StringComparison.Ordinal)).Order());
            Assert.Contains(inside.Routes, route => route.Destination.PrefixLength == 0 && Equals(route.Gateway, place.Gateway));
            Assert.Equal(ErrorCode.Denied, Assert.Throws<WhelkException>(() => test.Network.Other(Options.Id).Join(Request(own, "b") with { Address = place.Address })).Code);
            test.Network.Leave(place);
            Assert.Null(InterfaceSnapshot.Read(own.NamespacePath, "eth1"));
        }
        finally
        {
            await test.Network.RemoveAsync(Options.Id, CancellationToken.None);
        }

        using var host = RouteSocket.Open();
        Assert.Null(host.FindLink(Options.Bridge));
    }

    [Fact]
    public async Task Names_are_answered_on_the_networks_own_address_to_those_who_are_in_it()
    {
        await using var test = await TestNetwork.OpenAsync(nameServer: true);
        await test.Network.AddAsync(Options, CancellationToken.None);
        try
        {
            var network = test.Network.Other(Options.Id);
            var web = await JoinedAsync(test, "web");
            var client = await JoinedAsync(test, "client");
            var outside = await test.AttachAsync("outside");

            var server = new IPEndPoint(network.Gateway, 53);
            Assert.Equal(["10.215.0.2 600"], (await DnsClient.AskAsync(client.NamespacePath, server, "web"))!.Records);
            Assert.Equal(["fd00:215::2 600"], (await DnsClient.AskAsync(client.NamespacePath, server, "web.mine", RecordType.AAAA))!.Records);
            Assert.Empty((await DnsClient.AskAsync(outside.NamespacePath, test.NameServer, "web"))!.Records);
            GC.KeepAlive(web);
        }
        finally
        {
            await test.Network.RemoveAsync(Options.Id, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Create_of_a_subnet_that_the_host_routes_is_refused_and_leaves_nothing()
    {
        await using var test = await TestNetwork.OpenAsync();
        var options = Options with { Range = new AddressRange { Subnet = test.Network.Subnet } };

        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<WhelkException>(() => test.Network.AddAsync(options, CancellationToken.None))).Code);
        using var host = RouteSocket.Open();
        Assert.Null(host.FindLink(options.Bridge));
        Assert.Throws<WhelkException>(() => test.Network.Other(options.Id));
    }

    private static async Task<Endpoint> JoinedAsync(TestNetwork test, string name)
    {
        var own = await test.Network.AttachAsync();
        var place = test.Network.Other(Options.Id).Join(Request(own, name));
        test.Network.Announce(place, [name], name);
        return place;
    }

    private static JoinRequest Request(Endpoint own, string workload) => new() { Workload = workload, NamespacePath = own.NamespacePath, Interface = "eth1" };
}
