using Whelk.Engine.Networks;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Networks;

public sealed class AttachmentRulesTests
{
    [Fact]
    public void Added_keeps_each_network_and_each_name_once()
    {
        var (gone, other, again) = (Attachment("1", "x"), Attachment("2", "y"), Attachment("3", "x"));

        Assert.Equal([other, again], AttachmentRules.Added([gone, other], again));
        Assert.Equal([gone, other with { Aliases = ["a"] }], AttachmentRules.Added([gone, other], other with { Aliases = ["a"] }), (one, two) => one.Network == two.Network && one.Aliases.SequenceEqual(two.Aliases));
    }

    [Theory]
    [InlineData("02:42:00:00:00:07", true)]
    [InlineData("abc", false)]
    [InlineData("03:00:00:00:00:01", false)]
    [InlineData("00:00:00:00:00:00", false)]
    public void Check_of_a_hardware_address(string text, bool good)
    {
        var network = new NetworkSpec { Id = "1", Name = "x" };
        Assert.Equal(good, Record.Exception(() => AttachmentRules.Check(Attachment("1", "x") with { MacAddress = text }, network)) is null);
    }

    [Theory]
    [InlineData("10.0.0.9", "", "no configured subnet or ip-range contain the IP address 10.0.0.9")]
    [InlineData("x", "", "* invalid IPv4 address: x\n* no configured subnet or ip-range contain the IP address x")]
    [InlineData("", "fd00::9", "user specified IP address is supported only when connecting to networks with user configured subnets")]
    public void Check_of_an_address_tells_every_problem(string address, string address6, string words)
    {
        var network = new NetworkSpec { Id = "1", Name = "x", SubnetGiven = true, Ranges = [new NetworkRange { Subnet = "10.1.0.0/24", Gateway = "10.1.0.1" }] };
        var error = Assert.Throws<WhelkException>(() => AttachmentRules.CheckAtCreation(Attachment("1", "x") with { IPv4Address = address, IPv6Address = address6 }, network));
        Assert.Equal((ErrorCode.InvalidArgument, $"invalid config for network x: invalid endpoint settings:\n{words}"), (error.Code, error.Message));
    }

    [Fact]
    public void Check_refuses_aliases_on_a_network_that_is_always_there()
    {
        var network = new NetworkSpec { Id = "1", Name = "bridge", Predefined = true };
        var error = Assert.Throws<WhelkException>(() => AttachmentRules.Check(Attachment("bridge", "bridge") with { Aliases = ["a"] }, network));
        Assert.Equal("invalid endpoint settings:\nnetwork-scoped alias is supported only for containers in user defined networks", error.Message);
    }

    [Theory]
    [InlineData("a\n10.0.0.1 host:b")]
    [InlineData("a:b\n")]
    [InlineData("a:b c")]
    [InlineData(":b")]
    public void Check_refuses_a_link_that_is_no_line(string link)
    {
        var network = new NetworkSpec { Id = "1", Name = "x" };
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => AttachmentRules.Check(Attachment("1", "x") with { Links = [link] }, network)).Code);
    }

    private static NetworkAttachment Attachment(string network, string name) => new() { Network = network, Name = name };
}
