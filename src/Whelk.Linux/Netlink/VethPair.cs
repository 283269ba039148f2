using System.Net.NetworkInformation;

namespace Whelk.Linux.Netlink;

/// <summary>Two interfaces tied to each other: what enters one leaves the other. veth(4).</summary>
public sealed record VethPair
{
    /// <summary>The name on this side, at most 15 bytes.</summary>
    public required string Name { get; init; }

    /// <summary>The bridge that this side belongs to; 0 for none.</summary>
    public int BridgeIndex { get; init; }

    /// <summary>The name in the other namespace.</summary>
    public string PeerName { get; init; } = "eth0";

    /// <summary>The MAC address in the other namespace.</summary>
    public required PhysicalAddress PeerMac { get; init; }

    /// <summary>The largest packet, for both.</summary>
    public int Mtu { get; init; } = 1500;
}
