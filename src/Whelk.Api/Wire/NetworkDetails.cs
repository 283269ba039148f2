namespace Whelk.Api.Wire;

/// <summary>A network, as list and inspect show it.</summary>
internal sealed record NetworkDetails
{
    public required string Name { get; init; }

    public required string Id { get; init; }

    public required string Created { get; init; }

    public string Scope { get; init; } = "local";

    public required string Driver { get; init; }

    public bool EnableIPv6 { get; init; }

    public required NetworkIpam IPAM { get; init; }

    public bool Internal { get; init; }

    public bool Attachable { get; init; }

    public bool Ingress { get; init; }

    public ConfigReference ConfigFrom { get; init; } = new(string.Empty);

    public bool ConfigOnly { get; init; }

    public IReadOnlyDictionary<string, NetworkMember> Containers { get; init; } = new Dictionary<string, NetworkMember>();

    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
