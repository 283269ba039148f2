namespace Whelk.Cli.Wire;

/// <summary>The addresses asked for on a network.</summary>
internal sealed record EndpointAddresses(string? IPv4Address, string? IPv6Address);
