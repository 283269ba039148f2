using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>The networks of a workload. What stands beside them is of the daemon's own bridge, for old clients.</summary>
internal sealed record NetworkSettingsInspect
{
    public string Bridge { get; init; } = string.Empty;

    public string SandboxID { get; init; } = string.Empty;

    public required string SandboxKey { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<PortBindingWire>?> Ports { get; init; }

    public bool HairpinMode { get; init; }

    public string LinkLocalIPv6Address { get; init; } = string.Empty;

    public int LinkLocalIPv6PrefixLen { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? SecondaryIPAddresses { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? SecondaryIPv6Addresses { get; init; }

    public string EndpointID { get; init; } = string.Empty;

    public string Gateway { get; init; } = string.Empty;

    public string IPAddress { get; init; } = string.Empty;

    public int IPPrefixLen { get; init; }

    public string IPv6Gateway { get; init; } = string.Empty;

    public string GlobalIPv6Address { get; init; } = string.Empty;

    public int GlobalIPv6PrefixLen { get; init; }

    public string MacAddress { get; init; } = string.Empty;

    public required IReadOnlyDictionary<string, EndpointSettings> Networks { get; init; }
}
