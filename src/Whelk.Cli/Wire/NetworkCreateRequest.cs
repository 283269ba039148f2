namespace Whelk.Cli.Wire;

/// <summary>Body of POST /networks/create.</summary>
internal sealed record NetworkCreateRequest
{
    public required string Name { get; init; }

    public string? Driver { get; init; }

    public bool Internal { get; init; }

    public bool Attachable { get; init; }

    public bool EnableIPv6 { get; init; }

    public NetworkIpam? IPAM { get; init; }

    public Dictionary<string, string>? Options { get; init; }

    public Dictionary<string, string>? Labels { get; init; }
}
