using System.Net;
using Whelk.Networks.Ports;

namespace Whelk.Engine.Monitors;

/// <summary>From the words of requests and orders to the network's types.</summary>
internal static class PortWords
{
    internal static PortMapping MappingOf(string hostAddress, ushort hostPort, string protocol, ushort port) => new()
    {
        HostAddress = hostAddress.Length == 0 ? null : IPAddress.Parse(hostAddress),
        HostPort = hostPort,
        ContainerPort = port,
        Protocol = protocol == "udp" ? PortProtocol.Udp : PortProtocol.Tcp,
    };
}
