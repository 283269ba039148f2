using Whelk.Engine.Networks;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Networks;

public sealed class NetworkRulesTests
{
    [Theory]
    [InlineData("10.0.0.0/24", "", "")]
    [InlineData("10.0.0.0/24", "10.0.0.128/25", "10.0.0.200")]
    [InlineData("10.0.0.0/24", "10.0.0.0/31", "")]
    [InlineData("10.0.0.0/24", "10.0.0.254/32", "10.0.0.1")]
    [InlineData("fd00::/64", "", "fd00::5")]
    public void Check_lets_good_ranges_pass(string subnet, string range, string gateway) => NetworkRules.Check(Request(subnet, range, gateway));

    [Theory]
    [InlineData("10.0.0.0", "", "", "invalid subnet 10.0.0.0: invalid CIDR block notation")]
    [InlineData("10.0.0.5/24", "", "", "invalid subnet 10.0.0.5/24: it should be 10.0.0.0/24")]
    [InlineData("10.0.0.0/24", "10.0.0.1/25", "", "invalid ip-range 10.0.0.1/25: it should be 10.0.0.0/25")]
    [InlineData("10.0.0.0/24", "10.0.0.0/16", "", "invalid ip-range 10.0.0.0/16: CIDR block is bigger than its parent subnet 10.0.0.0/24")]
    [InlineData("10.0.0.0/24", "10.0.1.0/25", "", "invalid ip-range 10.0.1.0/25: parent subnet 10.0.0.0/24 doesn't contain ip-range")]
    [InlineData("10.0.0.0/24", "10.0.0.0/32", "", "invalid ip-range 10.0.0.0/32: workloads can have no addresses there")]
    [InlineData("10.0.0.0/24", "10.0.0.255/32", "10.0.0.1", "invalid ip-range 10.0.0.255/32: workloads can have no addresses there")]
    [InlineData("fd00::/64", "fd00::/128", "", "invalid ip-range fd00::/128: workloads can have no addresses there")]
    [InlineData("10.0.0.0/24", "", "10.0.1.1", "invalid gateway 10.0.1.1: parent subnet 10.0.0.0/24 doesn't contain this address")]
    [InlineData("10.0.0.0/24", "", "first", "invalid gateway first: invalid address")]
    [InlineData("127.0.0.0/24", "", "", "invalid subnet 127.0.0.0/24: workloads can have no addresses there")]
    [InlineData("0.0.0.0/0", "", "", "invalid subnet 0.0.0.0/0: workloads can have no addresses there")]
    [InlineData("", "", "10.0.0.1", "invalid subnet : invalid CIDR block notation")]
    public void Check_says_what_is_wrong_with_a_range(string subnet, string range, string gateway, string words)
    {
        var error = Assert.Throws<WhelkException>(() => NetworkRules.Check(Request(subnet, range, gateway)));
        Assert.Equal((ErrorCode.InvalidArgument, $"invalid network config:\n{words}"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.0/25", "Pool overlaps with other one on this address space")]
    [InlineData("10.0.0.0/24", "10.1.0.0/24", "bridge driver doesn't support multiple subnets")]
    public void Check_of_two_subnets_says_what_docker_says(string one, string two, string words)
    {
        var request = new NetworkRequest { Name = "x", Ranges = [.. new[] { one, two }.Select(subnet => new RangeRequest(subnet, string.Empty, string.Empty, new Dictionary<string, string>()))] };
        var error = Assert.Throws<WhelkException>(() => NetworkRules.Check(request));
        Assert.Equal((ErrorCode.Denied, words), (error.Code, error.Message));
    }

    [Fact]
    public void Check_refuses_an_address_that_two_have()
    {
        var request = new NetworkRequest { Name = "x", Ranges = [new RangeRequest("10.0.0.0/24", string.Empty, "10.0.0.7", new Dictionary<string, string> { ["printer"] = "10.0.0.7" })] };
        Assert.Equal("failed to allocate secondary ip address (printer:10.0.0.7): Address already in use", Assert.Throws<WhelkException>(() => NetworkRules.Check(request)).Message);
    }

    [Theory]
    [InlineData("com.docker.network.bridge.enable_icc", "maybe", "failed to parse com.docker.network.bridge.enable_icc value: maybe (strconv.ParseBool: parsing \"maybe\": invalid syntax)")]
    [InlineData("com.docker.network.driver.mtu", "abc", "failed to parse com.docker.network.driver.mtu value: abc (strconv.Atoi: parsing \"abc\": invalid syntax)")]
    [InlineData("com.docker.network.driver.mtu", "-1", "invalid MTU number: -1")]
    [InlineData("com.docker.network.bridge.host_binding_ipv4", "x", "failed to parse com.docker.network.bridge.host_binding_ipv4 value: x (nil ip)")]
    public void Check_of_an_option_says_what_docker_says(string option, string value, string words)
    {
        var request = new NetworkRequest { Name = "x", Options = new Dictionary<string, string> { [option] = value } };
        Assert.Equal(words, Assert.Throws<WhelkException>(() => NetworkRules.Check(request)).Message);
    }

    [Theory]
    [InlineData("a name", true)]
    [InlineData("a_name-1.2", true)]
    [InlineData("", false)]
    [InlineData("-x", true)]
    [InlineData("a\nb", false)]
    [InlineData("x\n", false)]
    [InlineData("xy\n", false)]
    [InlineData("a/b", true)]
    public void Check_of_the_name(string name, bool good)
    {
        var request = new NetworkRequest { Name = name };
        if (good)
        {
            NetworkRules.Check(request);
        }
        else
        {
            Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => NetworkRules.Check(request)).Code);
        }
    }

    [Theory]
    [InlineData("name", "br0", true)]
    [InlineData("name", "a-name-that-is-long", false)]
    [InlineData("name", "a\"b", false)]
    [InlineData("name", "br%d", false)]
    [InlineData("name", "br*", false)]
    [InlineData("enable_icc", "perhaps", false)]
    [InlineData("host_binding_ipv4", "::1", false)]
    [InlineData("inhibit_ipv4", "true", false)]
    [InlineData("something", "else", true)]
    public void Check_of_an_option(string key, string value, bool good)
    {
        var request = new NetworkRequest { Name = "x", Options = new Dictionary<string, string> { [$"com.docker.network.bridge.{key}"] = value } };
        Assert.Equal(good, Record.Exception(() => NetworkRules.Check(request)) is null);
    }

    [Fact]
    public void Check_of_a_name_far_too_long_is_refused_at_once() =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => NetworkRules.Check(new NetworkRequest { Name = $"{new string('a', 200_000)}/" })).Code);

    [Fact]
    public void Check_names_an_option_of_addresses_that_would_do_nothing()
    {
        var error = Assert.Throws<WhelkException>(() => NetworkRules.Check(new NetworkRequest { Name = "x", IpamOptions = new Dictionary<string, string> { ["k"] = "v" } }));
        Assert.Equal((ErrorCode.Unsupported, "not supported by this version of whelk: IPAM.Options.k"), (error.Code, error.Message));
    }

    private static NetworkRequest Request(string subnet, string range, string gateway) =>
        new() { Name = "x", EnableIPv6 = true, Ranges = [new RangeRequest(subnet, range, gateway, new Dictionary<string, string>())] };
}
