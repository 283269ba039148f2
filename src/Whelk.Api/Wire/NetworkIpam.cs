using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>A network's addresses.</summary>
internal sealed record NetworkIpam
{
    public string? Driver { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<NetworkSubnet>? Config { get; init; }
}
