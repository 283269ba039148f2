namespace Whelk.Engine.Networks;

/// <summary>A network that is asked for: nothing of it is checked.</summary>
public sealed record NetworkRequest
{
    public required string Name { get; init; }

    /// <summary>Empty for bridge.</summary>
    public string Driver { get; init; } = string.Empty;

    public string Scope { get; init; } = string.Empty;

    public bool Internal { get; init; }

    public bool Attachable { get; init; }

    public bool Ingress { get; init; }

    public bool ConfigOnly { get; init; }

    /// <summary>A network whose configuration is to be used; empty for none.</summary>
    public string ConfigFrom { get; init; } = string.Empty;

    public bool EnableIPv6 { get; init; }

    public string IpamDriver { get; init; } = string.Empty;

    public IReadOnlyDictionary<string, string> IpamOptions { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<RangeRequest> Ranges { get; init; } = [];

    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
