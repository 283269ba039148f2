namespace Whelk.Cli.Wire;

/// <summary>One network's part of <see cref="NetworkingConfig"/>, and of a request to connect.</summary>
internal sealed record EndpointConfig
{
    public string[]? Aliases { get; init; }

    public string[]? Links { get; init; }

    public string? MacAddress { get; init; }

    public EndpointAddresses? IPAMConfig { get; init; }

    public Dictionary<string, string>? DriverOpts { get; init; }
}
