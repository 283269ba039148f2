using System.Net;
using Whelk.Engine.Networks;
using Whelk.Networks.Endpoints;

namespace Whelk.Engine.Starting;

/// <summary>A place in a network as the next daemon needs it.</summary>
internal sealed record PlaceRecord
{
    public required string Network { get; init; }

    public required string Interface { get; init; }

    public required string HostInterface { get; init; }

    public required string MacAddress { get; init; }

    public required string Address { get; init; }

    public required int PrefixLength { get; init; }

    public required string Gateway { get; init; }

    public string? Address6 { get; init; }

    public int PrefixLength6 { get; init; }

    public string? Gateway6 { get; init; }

    public bool HasWayOut { get; init; }

    internal static PlaceRecord Of(JoinedNetwork joined) => new()
    {
        Network = joined.Endpoint.Network,
        Interface = joined.Endpoint.Interface,
        HostInterface = joined.Endpoint.HostInterface,
        MacAddress = joined.Endpoint.MacAddress,
        Address = $"{joined.Endpoint.Address}",
        PrefixLength = joined.Endpoint.PrefixLength,
        Gateway = $"{joined.Endpoint.Gateway}",
        Address6 = joined.Endpoint.Address6?.ToString(),
        PrefixLength6 = joined.Endpoint.PrefixLength6,
        Gateway6 = joined.Endpoint.Gateway6?.ToString(),
        HasWayOut = joined.Endpoint.HasWayOut,
    };

    internal Endpoint ToEndpoint(string namespacePath) => new()
    {
        NamespacePath = namespacePath,
        Network = Network,
        Interface = Interface,
        HostInterface = HostInterface,
        MacAddress = MacAddress,
        Address = IPAddress.Parse(Address),
        PrefixLength = PrefixLength,
        Gateway = IPAddress.Parse(Gateway),
        Address6 = Address6 is null ? null : IPAddress.Parse(Address6),
        PrefixLength6 = PrefixLength6,
        Gateway6 = Gateway6 is null ? null : IPAddress.Parse(Gateway6),
        HasWayOut = HasWayOut,
    };
}
