using Whelk.Api.Endpoints;
using Whelk.Oci.References;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class ListFilterTests
{
    [Theory]
    [InlineData("web", "e", true)]
    [InlineData("web", "^/web$", true)]
    [InlineData("web", "^we", true)]
    [InlineData("web", "eb$", true)]
    [InlineData("web", "^eb", false)]
    [InlineData("web2", "^web$", false)]
    public void NameFits_begin_and_end_are_bound_by_their_signs(string name, string pattern, bool fits) => Assert.Equal(fits, ContainerFilters.NameFits(name, pattern));

    [Theory]
    [InlineData("80", "80/tcp", true)]
    [InlineData("80/udp", "80/tcp", false)]
    [InlineData("79-81", "80/tcp", true)]
    [InlineData("81-90/udp", "85/udp", true)]
    [InlineData("81-90", "80/tcp", false)]
    public void Holds_ports_of_the_protocol(string range, string port, bool holds) => Assert.Equal(holds, PortRange.TryParse(range)!.Holds(port));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("90-80")]
    [InlineData("80/icmp")]
    [InlineData("99999")]
    public void TryParse_what_is_no_port_is_none(string text) => Assert.Null(PortRange.TryParse(text));

    [Theory]
    [InlineData("whelk/base", "whelk/*", true)]
    [InlineData("whelk/base:1", "whelk/base:*", true)]
    [InlineData("whelk/base", "*", false)]
    [InlineData("alpine:3", "alpine", true)]
    [InlineData("alpine:3", "alp*", true)]
    [InlineData("alpine:3", "alpine:4", false)]
    public void NameFits_star_stays_between_slashes(string name, string pattern, bool fits) => Assert.Equal(fits, ImageListing.NameFits(ImageReference.Parse(name), pattern));
}
