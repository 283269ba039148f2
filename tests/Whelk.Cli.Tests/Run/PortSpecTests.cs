using Whelk.Cli.Run;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Run;

public sealed class PortSpecTests
{
    [Theory]
    [InlineData("80", "80/tcp  ")]
    [InlineData("8080:80", "80/tcp  8080")]
    [InlineData(":80", "80/tcp  ")]
    [InlineData("127.0.0.1:8080:80", "80/tcp 127.0.0.1 8080")]
    [InlineData("127.0.0.1::80/udp", "80/udp 127.0.0.1 ")]
    [InlineData("[::1]:8080:80", "80/tcp ::1 8080")]
    [InlineData("::1:8080:80", "80/tcp ::1 8080")]
    [InlineData("0.0.0.0:0:80/SCTP", "80/sctp 0.0.0.0 0")]
    [InlineData("80-81", "80/tcp  |81/tcp  ")]
    [InlineData("8000-8001:80-81", "80/tcp  8000|81/tcp  8001")]
    [InlineData("8000-8009:80", "80/tcp  8000-8009")]
    [InlineData("target=80", "80/tcp  ")]
    [InlineData("target=80,published=8080,protocol=udp,mode=host", "80/udp  8080")]
    [InlineData("published=8080,target=80,host_ip=127.0.0.1", "80/tcp 127.0.0.1 8080")]
    public void Parse_gives_port_address_and_host_port(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', PortSpec.Parse(text).Bindings().Select(pair => $"{pair.Port} {pair.Binding.HostIp} {pair.Binding.HostPort}")));

    [Theory]
    [InlineData("", "no port specified: <empty>")]
    [InlineData("8080:", "no port specified: 8080:<empty>")]
    [InlineData("x", "invalid containerPort: x")]
    [InlineData("80-", "invalid containerPort: 80-")]
    [InlineData("81-80", "invalid containerPort: 81-80")]
    [InlineData("65536", "invalid containerPort: 65536")]
    [InlineData("-1", "invalid containerPort: -1")]
    [InlineData("+80", "invalid containerPort: +80")]
    [InlineData("x:80", "invalid hostPort: x")]
    [InlineData("8000-8001:80-82", "invalid ranges specified for container and host Ports: 80-82 and 8000-8001")]
    [InlineData("80/icmp", "invalid proto: icmp")]
    [InlineData("80/", "invalid proto: ")]
    [InlineData("1.2.3:80:80", "invalid IP address: 1.2.3")]
    [InlineData("1.2.3.4.5:80:80", "invalid IP address: 1.2.3.4.5")]
    [InlineData("localhost:80:80", "invalid IP address: localhost")]
    [InlineData("target=80,color=red", "invalid field key color")]
    [InlineData("target=80,x", "invalid publish opts format (should be name=value but got 'x')")]
    public void Parse_refuses_in_dockers_words(string text, string message)
    {
        var error = Assert.Throws<WhelkException>(() => PortSpec.Parse(text));

        Assert.Equal((ErrorCode.InvalidArgument, message), (error.Code, error.Message));
    }
}
