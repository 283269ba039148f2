using Whelk.Networks.Addresses;

namespace Whelk.Networks.UserNetworks;

/// <summary>A network beside the daemon's own: a bridge with rules of its own. All of it is checked.</summary>
public sealed record UserNetworkOptions
{
    /// <summary>Tells it from others: what <see cref="Endpoints.Endpoint.Network"/> says of its places.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it; names of workloads may be followed by it.</summary>
    public required string Name { get; init; }

    /// <summary>The bridge's name: at most 15 bytes.</summary>
    public required string Bridge { get; init; }

    /// <summary>Its addresses.</summary>
    public required AddressRange Range { get; init; }

    /// <summary>Its addresses of IPv6; null for none.</summary>
    public AddressRange? Range6 { get; init; }

    /// <summary>Whether it leads nowhere but to the host.</summary>
    public bool Internal { get; init; }

    /// <summary>Whether its workloads may talk to each other.</summary>
    public bool Connected { get; init; } = true;

    /// <summary>Whether what leaves the host does so under the host's address.</summary>
    public bool Masquerade { get; init; } = true;

    /// <summary>The largest packet; null for that of the way out.</summary>
    public int? Mtu { get; init; }
}
