using System.Net;

namespace Whelk.Networks.Ports;

/// <summary>What `-p` asks for.</summary>
public sealed record PortMapping
{
    /// <summary>The host's address; null is every address of both families.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The host's port; 0 lets the kernel choose.</summary>
    public int HostPort { get; init; }

    /// <summary>The port in the workload.</summary>
    public required int ContainerPort { get; init; }

    /// <summary>The protocol.</summary>
    public PortProtocol Protocol { get; init; } = PortProtocol.Tcp;
}
