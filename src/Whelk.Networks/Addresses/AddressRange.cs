using System.Net;

namespace Whelk.Networks.Addresses;

/// <summary>A subnet and how its addresses are given out.</summary>
public sealed record AddressRange
{
    /// <summary>All of it.</summary>
    public required IPNetwork Subnet { get; init; }

    /// <summary>The part that is given out by itself; null for the whole subnet.</summary>
    public IPNetwork? Range { get; init; }

    /// <summary>The bridge's address; null for the subnet's first.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Never given out.</summary>
    public IReadOnlyList<IPAddress> Reserved { get; init; } = [];
}
