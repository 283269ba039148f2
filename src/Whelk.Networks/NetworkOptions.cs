using System.Net;
using Whelk.Networks.UserNetworks;

namespace Whelk.Networks;

/// <summary>What a daemon's network is asked to be.</summary>
public sealed record NetworkOptions
{
    /// <summary>What tells this network from those of other daemons: the daemon's --root. Bridge, table and subnet derive from it.</summary>
    public required string Root { get; init; }

    /// <summary>The folder for pinned namespaces and the names of the DNS server; under /run.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The addresses; null chooses a free part of 10.0.0.0/8.</summary>
    public IPNetwork? Subnet { get; init; }

    /// <summary>The networks beside the daemon's own bridge.</summary>
    public IReadOnlyList<UserNetworkOptions> Others { get; init; } = [];

    /// <summary>The executable that answers names when it is called with `dns`, for as long as the network is there; null answers none.</summary>
    public string? NameServerExecutable { get; init; }

    /// <summary>Told of the process that answers names, whether it was found or started: it outlives the daemon.</summary>
    public Action<int>? NameServerFound { get; init; }

    /// <summary>How many namespaces are kept ready; 0 makes each when it is asked for.</summary>
    public int PoolSize { get; init; } = 4;
}
