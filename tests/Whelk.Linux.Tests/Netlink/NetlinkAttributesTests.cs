using System.Net.NetworkInformation;
using CsCheck;
using Whelk.Linux.Netlink;
using Xunit;

namespace Whelk.Linux.Tests.Netlink;

public sealed class NetlinkAttributesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("0800010001020304", "1:01020304")]
    [InlineData("07000300616200000800040005000000", "3:616200 4:05000000")]
    [InlineData("0400028004000040", "2: 0:")]
    [InlineData("05000100FF", "1:FF")]
    public void Walk_gives_types_without_flags_and_values_without_padding(string bytes, string expected) => Assert.Equal(expected, Walk(bytes));

    [Theory]
    [InlineData("shorter than a header", "0400", "")]
    [InlineData("length zero", "00000100FFFFFFFF", "")]
    [InlineData("length below a header", "03000100FFFFFFFF", "")]
    [InlineData("longer than what is there", "0900010001020304", "")]
    [InlineData("a good one before a bad one", "0400010000000200", "1:")]
    [InlineData("the largest length", "FFFF0100", "")]
    public void Walk_stops_at_an_attribute_that_lies(string trick, string bytes, string expected) => Assert.True(expected == Walk(bytes), trick);

    [Fact]
    public void Walk_ends_on_any_bytes() =>
        Check.Sample(Gen.Byte.Array[0, 64], bytes => Walk(Convert.ToHexString(bytes)) is not null);

    [Theory]
    [InlineData(16, "")]
    [InlineData(16, "00000000")]
    [InlineData(17, "00000000050000000000000000000000")]
    public void Parser_of_a_short_or_foreign_message_gives_nothing(ushort type, string payload)
    {
        var message = new NetlinkMessage(type, Convert.FromHexString(payload));

        Assert.Null(RouteParser.Link(message));
        Assert.Null(RouteParser.Address(message));
        Assert.Null(RouteParser.Route(message));
    }

    [Fact]
    public void Parser_reads_a_link()
    {
        var message = new NetlinkMessage(16, Convert.FromHexString("00000000" + "05000000" + "01000000" + "00000000" + "0900030065746830000000000800040078050000" + "0A000100020000000007" + "0000" + "08000A0003000000"));

        Assert.Equal(new LinkInfo(5, "eth0", PhysicalAddress.Parse("020000000007"), 1400, 3, IsUp: true), RouteParser.Link(message));
    }

    private static string Walk(string hex)
    {
        var found = new List<string>();
        foreach (var attribute in new NetlinkAttributes(Convert.FromHexString(hex)))
        {
            found.Add($"{attribute.Type}:{Convert.ToHexString(attribute.Value)}");
        }

        return string.Join(' ', found);
    }
}
