using System.Net;
using System.Net.NetworkInformation;
using Whelk.Guest.Protocol;
using Whelk.Linux.Netlink;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Translation;

public sealed class NetworkTranslationTests
{
    [Fact]
    public void Operations_take_over_addresses_and_put_routes_on_the_link_before_those_behind_a_gateway()
    {
        var gateway = IPAddress.Parse("10.0.0.1");
        var outside = new InterfaceSnapshot
        {
            Index = 2,
            Mac = new PhysicalAddress([2, 0, 0, 0, 0, 9]),
            Mtu = 1400,
            Addresses = [new InterfaceAddress(2, IPAddress.Parse("10.0.0.9"), 32), new InterfaceAddress(2, IPAddress.Parse("fd00::9"), 64)],
            Routes =
            [
                new InterfaceRoute(2, IPNetwork.Parse("0.0.0.0/0"), gateway, 0, IsLinkScope: false, IsFromAddress: false),
                new InterfaceRoute(2, IPNetwork.Parse("10.0.0.1/32"), null, 0, IsLinkScope: true, IsFromAddress: false),
                new InterfaceRoute(2, IPNetwork.Parse("fd00::/64"), null, 256, IsLinkScope: false, IsFromAddress: true),
            ],
        };
        var operations = NetworkTranslation.Operations(3, "eth0", outside).ToList();
        var card = Assert.Single(operations.OfType<SetupOperation.Interface>());
        Assert.Equal(("eth0", 1400u), (card.Name, card.Mtu));
        Assert.Equal([2, 0, 0, 0, 0, 9], card.HardwareAddress);
        Assert.Equal(["10.0.0.9/32", "fd00::9/64"], card.Addresses);
        Assert.Equal([new SetupOperation.Route("eth0", "10.0.0.1/32", ""), new SetupOperation.Route("eth0", "0.0.0.0/0", "10.0.0.1")], NetworkTranslation.Routes("eth0", outside));
    }
}
