using Whelk.Networks.Names.Messages;
using Xunit;

namespace Whelk.Networks.Tests.Names.Messages;

public sealed class ReverseNameTests
{
    [Theory]
    [InlineData("2.0.1.10.in-addr.arpa", "10.1.0.2")]
    [InlineData("256.0.1.10.in-addr.arpa", null)]
    [InlineData("+2.0.1.10.in-addr.arpa", null)]
    [InlineData("0.1.10.in-addr.arpa", null)]
    [InlineData("1.2.0.1.10.in-addr.arpa", null)]
    [InlineData("2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.1.2.0.0.0.d.f.ip6.arpa", "fd00:215::2")]
    [InlineData("20.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.1.2.0.0.0.d.f.ip6.arpa", null)]
    [InlineData("0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.1.2.0.0.0.d.f.ip6.arpa", null)]
    [InlineData("in-addr.arpa", null)]
    [InlineData("web", null)]
    public void TryParse_takes_whole_addresses_alone(string name, string? expected) => Assert.Equal(expected, ReverseName.TryParse(name)?.ToString());
}
