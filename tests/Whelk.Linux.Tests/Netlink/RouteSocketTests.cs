using System.Net;
using System.Net.NetworkInformation;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Native;
using Whelk.Linux.Netlink;
using Xunit;

namespace Whelk.Linux.Tests.Netlink;

public sealed class RouteSocketTests
{
    private static readonly PhysicalAddress Mac = PhysicalAddress.Parse("020000000001");

    [Fact]
    public Task Link_that_is_missing_is_null_or_an_error() => ScratchNetwork.RunAsync(socket =>
    {
        Assert.Null(socket.FindLink("nope"));
        Assert.False(socket.RemoveLink("nope"));
        Assert.Equal("RTM_GETLINK nope: No such device", Assert.Throws<SyscallException>(() => socket.GetLink("nope")).Message);
        Assert.Equal(["lo"], socket.Links().Select(link => link.Name));
    });

    [Fact]
    public Task Bridge_has_the_name_mac_and_mtu_it_was_given_and_is_up() => ScratchNetwork.RunAsync(socket =>
    {
        socket.Send(new RouteBatch().Bridge("br-test", Mac, 1400));
        var bridge = socket.GetLink("br-test");

        Assert.Equal(("br-test", Mac, 1400, true), (bridge.Name, bridge.Mac, bridge.Mtu, bridge.IsUp));
        Assert.Equal("RTM_NEWLINK br-test: File exists", Assert.Throws<SyscallException>(() => socket.Send(new RouteBatch().Bridge("br-test", Mac, 1400))).Message);
        Assert.True(socket.RemoveLink("br-test"));
    });

    [Fact]
    public Task Addresses_and_routes_are_read_as_they_were_written() => ScratchNetwork.RunAsync(socket =>
    {
        socket.Send(new RouteBatch().Bridge("br-test", Mac, 1500));
        var index = socket.GetLink("br-test").Index;
        socket.Send(new RouteBatch()
            .Address(index, IPAddress.Parse("10.9.8.1"), 24)
            .Route(index, IPNetwork.Parse("0.0.0.0/0"), IPAddress.Parse("10.9.8.254"))
            .Route(index, IPNetwork.Parse("10.77.0.0/16"), IPAddress.Parse("10.9.8.253")));

        Assert.Contains(new InterfaceAddress(index, IPAddress.Parse("10.9.8.1"), 24), socket.Addresses());
        Assert.Equal(
            [
                new InterfaceRoute(index, IPNetwork.Parse("10.9.8.0/24"), null, 0, IsLinkScope: true, IsFromAddress: true),
                new InterfaceRoute(index, IPNetwork.Parse("10.77.0.0/16"), IPAddress.Parse("10.9.8.253"), 0, IsLinkScope: false, IsFromAddress: false),
                new InterfaceRoute(index, IPNetwork.Parse("0.0.0.0/0"), IPAddress.Parse("10.9.8.254"), 0, IsLinkScope: false, IsFromAddress: false),
            ],
            socket.Routes().OrderByDescending(route => route.Destination.PrefixLength));
    });

    // Its other side is up: the kernel would give it an address in the moment in which it comes up.
    [Fact]
    public Task Link_comes_up_without_an_address_that_nobody_asked_for() => ScratchNetwork.RunAsync(socket =>
    {
        using var here = Descriptor.Open("/proc/thread-self/ns/net");
        socket.Send(new RouteBatch().Veth(new VethPair { Name = "near", PeerName = "far", PeerMac = Mac }, here));
        var (near, far) = (socket.GetLink("near").Index, socket.GetLink("far").Index);
        socket.Send(new RouteBatch().LinkUp(far, linkLocal: true).LinkUp(near));
        Assert.True(socket.GetLink("near").IsUp);
        Assert.DoesNotContain(socket.Addresses(), address => address.InterfaceIndex == near && address.Address.IsIPv6LinkLocal);
        socket.Send(new RouteBatch().Address(near, IPAddress.Parse("fe80::2"), 64));
    });

    [Fact]
    public Task Tap_comes_from_another_namespace_with_its_name() => ScratchNetwork.RunAsync(socket =>
    {
        using var elsewhere = NamespaceThread.InNewNetwork();
        using var tap = elsewhere.Run(static () => TapDevice.CreateHere("vmtap0-test"));
        using var from = elsewhere.Run(static () => Descriptor.Open("/proc/thread-self/ns/net"));
        TapDevice.BringHere("vmtap0-test", from);
        Assert.NotNull(socket.FindLink("vmtap0-test"));
        Assert.Throws<SyscallException>(() => TapDevice.BringHere("vmtap0-test", from));
        tap.Dispose();
        Assert.Null(socket.FindLink("vmtap0-test"));
    });

    [Fact]
    public Task Batch_that_fails_in_the_middle_names_that_request() => ScratchNetwork.RunAsync(socket =>
    {
        var batch = new RouteBatch().Bridge("br-a", Mac, 1500).LinkUp(4711).Bridge("br-b", Mac, 1500);

        Assert.StartsWith("RTM_NEWLINK interface 4711", Assert.Throws<SyscallException>(() => socket.Send(batch)).Message);
        Assert.NotNull(socket.FindLink("br-b"));
    });

    [Fact]
    public Task Snapshot_of_an_interface_holds_what_a_guest_needs() => ScratchNetwork.RunAsync(socket =>
    {
        socket.Send(new RouteBatch().Bridge("eth0", Mac, 1450));
        var index = socket.GetLink("eth0").Index;
        socket.Send(new RouteBatch().Address(index, IPAddress.Parse("10.9.8.2"), 24).Route(index, IPNetwork.Parse("0.0.0.0/0"), IPAddress.Parse("10.9.8.1")));
        var snapshot = InterfaceSnapshot.ReadHere("eth0")!;

        Assert.Equal((index, Mac, 1450), (snapshot.Index, snapshot.Mac, snapshot.Mtu));
        Assert.Contains(snapshot.Addresses, address => address.Address.ToString() == "10.9.8.2");
        Assert.Equal(IPAddress.Parse("10.9.8.1"), Assert.Single(snapshot.Routes, route => route.Gateway is not null).Gateway);
        Assert.Null(InterfaceSnapshot.ReadHere("eth1"));
    });

    [Fact]
    public Task Many_links_are_all_listed() => ScratchNetwork.RunAsync(socket =>
    {
        var batch = new RouteBatch();
        for (var i = 0; i < 40; i++)
        {
            batch.Bridge($"br{i}", Mac, 1500);
        }

        socket.Send(batch);
        Assert.Equal(41, socket.Links().Count);
    });
}
