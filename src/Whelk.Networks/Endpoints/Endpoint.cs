using System.Net;

namespace Whelk.Networks.Endpoints;

/// <summary>A workload's place in a network: an interface in its namespace, eth0 on the daemon's own bridge.</summary>
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

    /// <summary>The interface's name in the namespace.</summary>
    public string Interface { get; init; } = "eth0";

    /// <summary>The network: that of a <see cref="UserNetworks.UserNetworkOptions"/>, or <see cref="BridgeNetwork.Key"/>.</summary>
    public string Network { get; init; } = BridgeNetwork.Key;

    /// <summary>The address of IPv6; null on a network without.</summary>
    public IPAddress? Address6 { get; init; }

    /// <summary>Its bits that name the subnet.</summary>
    public int PrefixLength6 { get; init; }

    /// <summary>The bridge's address of IPv6.</summary>
    public IPAddress? Gateway6 { get; init; }

    /// <summary>Whether a default route may lead through it: not on an internal network.</summary>
    public bool HasWayOut { get; init; } = true;
}
