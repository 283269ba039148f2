using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>A workload's place in a network, as inspect shows it. Clients tell null from what is left out.</summary>
internal sealed record EndpointSettings
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public EndpointIpam? IPAMConfig { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Links { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? Aliases { get; init; }

    public string MacAddress { get; init; } = string.Empty;

    public string NetworkID { get; init; } = string.Empty;

    public string EndpointID { get; init; } = string.Empty;

    public string Gateway { get; init; } = string.Empty;

    public string IPAddress { get; init; } = string.Empty;

    public int IPPrefixLen { get; init; }

    public string IPv6Gateway { get; init; } = string.Empty;

    public string GlobalIPv6Address { get; init; } = string.Empty;

    public int GlobalIPv6PrefixLen { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyDictionary<string, string>? DriverOpts { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? DNSNames { get; init; }
}
