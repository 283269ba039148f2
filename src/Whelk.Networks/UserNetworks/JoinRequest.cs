using System.Net;
using System.Net.NetworkInformation;

namespace Whelk.Networks.UserNetworks;

/// <summary>A place in a network, as asked for.</summary>
public sealed record JoinRequest
{
    /// <summary>Whose place it is: with the network it names the interface on the host.</summary>
    public required string Workload { get; init; }

    /// <summary>The file of the namespace that it is to be in.</summary>
    public required string NamespacePath { get; init; }

    /// <summary>What the interface is called there.</summary>
    public required string Interface { get; init; }

    /// <summary>Null for any that is free.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Null for any that is free, where the network has IPv6.</summary>
    public IPAddress? Address6 { get; init; }

    /// <summary>Null for one that follows from the address.</summary>
    public PhysicalAddress? MacAddress { get; init; }
}
