using System.Net;
using Whelk.Networks.Ports;

namespace Whelk.Networks.Endpoints;

/// <summary>What a daemon that starts again knows of a workload that lives.</summary>
public sealed record LiveWorkload
{
    /// <summary>Its <see cref="Endpoint.NamespacePath"/>.</summary>
    public required string NamespacePath { get; init; }

    /// <summary>Its address on the daemon's own bridge; null for a workload that is not there.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Its places in other networks.</summary>
    public IReadOnlyList<Endpoint> Others { get; init; } = [];

    /// <summary>The address that its ports lead to; null for <see cref="Address"/>.</summary>
    public IPAddress? PublishedAddress { get; init; }

    /// <summary>What it has published.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    internal IPAddress? PortAddress => PublishedAddress ?? Address;
}
