namespace Whelk.Cli.Wire;

/// <summary>Body of POST /networks/{id}/connect and /disconnect.</summary>
internal sealed record NetworkMembership
{
    public required string Container { get; init; }

    public bool? Force { get; init; }

    public EndpointConfig? EndpointConfig { get; init; }
}
