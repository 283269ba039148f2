using Whelk.Cli.Containers;
using Whelk.Cli.Wire;
using Xunit;

namespace Whelk.Cli.Tests.Containers;

public sealed class PortTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("80", "80/tcp")]
    [InlineData("80 81 82 90", "80-82/tcp, 90/tcp")]
    [InlineData("80>8080", "0.0.0.0:8080->80/tcp")]
    [InlineData("80>80 81>81", "0.0.0.0:80-81->80-81/tcp")]
    [InlineData("443 80>8080", "443/tcp, 0.0.0.0:8080->80/tcp")]
    public void Ports_are_drawn_together(string ports, string expected) => Assert.Equal(expected, PortText.Of(ports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)));

    [Fact]
    public void Ports_of_ipv6_are_in_brackets() =>
        Assert.Equal("[::1]:8080->80/udp", PortText.Of([new PortSummary { Ip = "::1", PrivatePort = 80, PublicPort = 8080, Type = "udp" }]));

    private static PortSummary Parse(string text)
    {
        var parts = text.Split('>').Select(int.Parse).ToArray();
        return new PortSummary { Ip = parts.Length == 2 ? "0.0.0.0" : null, PrivatePort = parts[0], PublicPort = parts.Length == 2 ? parts[1] : 0, Type = "tcp" };
    }
}
