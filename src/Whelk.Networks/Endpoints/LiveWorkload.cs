using System.Net;
using Whelk.Networks.Ports;

namespace Whelk.Networks.Endpoints;

/// <summary>What a daemon that starts again knows of a workload that lives.</summary>
public sealed record LiveWorkload
{
    /// <summary>Its <see cref="Endpoint.NamespacePath"/>.</summary>
    public required string NamespacePath { get; init; }

    /// <summary>Its address; null for a workload without a network.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What it has published.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];
}
