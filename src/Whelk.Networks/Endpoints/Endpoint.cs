using System.Net;

namespace Whelk.Networks.Endpoints;

/// <summary>A workload's place in a network: a namespace with eth0 in it. Everything follows from the address and the network.</summary>
public sealed record Endpoint
{
    /// <summary>The file that the namespace is pinned at.</summary>
    public required string NamespacePath { get; init; }

    /// <summary>The address of eth0.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The bits of the address that name the subnet.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>The bridge's address: default route and DNS server.</summary>
    public required IPAddress Gateway { get; init; }

    /// <summary>eth0's MAC, as Docker writes it.</summary>
    public required string MacAddress { get; init; }

    /// <summary>eth0's other end on the host.</summary>
    public required string HostInterface { get; init; }
}
