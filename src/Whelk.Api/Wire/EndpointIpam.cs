namespace Whelk.Api.Wire;

/// <summary>The addresses asked for on a network.</summary>
internal sealed record EndpointIpam
{
    public string? IPv4Address { get; init; }

    public string? IPv6Address { get; init; }

    public IReadOnlyList<string>? LinkLocalIPs { get; init; }
}
