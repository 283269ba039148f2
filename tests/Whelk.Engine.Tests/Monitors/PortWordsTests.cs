using System.Net;
using Whelk.Engine.Monitors;
using Whelk.Networks.Ports;
using Xunit;

namespace Whelk.Engine.Tests.Monitors;

public sealed class PortWordsTests
{
    [Fact]
    public void Mapping_of_an_empty_address_is_every_address()
    {
        var mapping = PortWords.MappingOf(string.Empty, 8080, "tcp", 80);

        Assert.Equal((null, 8080, 80, PortProtocol.Tcp), (mapping.HostAddress, mapping.HostPort, mapping.ContainerPort, mapping.Protocol));
    }

    [Fact]
    public void Mapping_of_an_address_and_udp_keeps_both()
    {
        var mapping = PortWords.MappingOf("127.0.0.1", 0, "udp", 53);

        Assert.Equal((IPAddress.Loopback, 0, 53, PortProtocol.Udp), (mapping.HostAddress, mapping.HostPort, mapping.ContainerPort, mapping.Protocol));
    }
}
