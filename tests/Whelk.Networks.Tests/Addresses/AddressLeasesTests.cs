using System.Net;
using Whelk.Errors;
using Whelk.Networks.Addresses;
using Xunit;

namespace Whelk.Networks.Tests.Addresses;

public sealed class AddressLeasesTests
{
    [Theory]
    [InlineData("10.0.0.0/29", null, "10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6", "10.0.0.1")]
    [InlineData("10.0.0.0/24", "10.0.0.248/30", "10.0.0.249 10.0.0.250 10.0.0.251", "10.0.0.248")]
    [InlineData("fd00::/125", null, "fd00::2 fd00::3 fd00::4 fd00::5 fd00::6 fd00::7", "fd00::1")]
    public void Take_gives_each_address_once_and_then_none(string subnet, string? range, string all, string gateway)
    {
        var leases = new AddressLeases(new AddressRange { Subnet = IPNetwork.Parse(subnet), Range = range is null ? null : IPNetwork.Parse(range) });

        Assert.Equal(gateway, $"{leases.Gateway}");
        Assert.Equal(all, string.Join(' ', all.Split(' ').Select(_ => leases.Take())));
        Assert.Equal(ErrorCode.Unavailable, Assert.Throws<WhelkException>(() => leases.Take()).Code);
    }

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.0/32")]
    [InlineData("10.0.0.0/24", "10.0.0.255/32")]
    [InlineData("fd00::/64", "fd00::/128")]
    public void Take_of_a_range_without_addresses_finds_none(string subnet, string range)
    {
        var leases = new AddressLeases(new AddressRange { Subnet = IPNetwork.Parse(subnet), Range = IPNetwork.Parse(range), Gateway = IPNetwork.Parse(subnet).BaseAddress });

        Assert.True(leases.IsEmpty);
        Assert.Equal(ErrorCode.Unavailable, Assert.Throws<WhelkException>(() => leases.Take()).Code);
    }

    [Fact]
    public void Take_passes_over_gateway_and_reserved_and_may_be_asked_for_one_beyond_the_range()
    {
        var leases = new AddressLeases(new AddressRange
        {
            Subnet = IPNetwork.Parse("10.0.0.0/24"),
            Range = IPNetwork.Parse("10.0.0.0/30"),
            Gateway = IPAddress.Parse("10.0.0.2"),
            Reserved = [IPAddress.Parse("10.0.0.1")],
        });

        Assert.Equal("10.0.0.3", $"{leases.Take()}");
        leases.Take(IPAddress.Parse("10.0.0.77"));
        Assert.Equal(ErrorCode.Denied, Assert.Throws<WhelkException>(() => leases.Take(IPAddress.Parse("10.0.0.77"))).Code);
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => leases.Take(IPAddress.Parse("10.0.1.1"))).Code);
        leases.Release(IPAddress.Parse("10.0.0.3"));
        Assert.Equal("10.0.0.3", $"{leases.Take()}");
    }
}
