using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>Bytes.</summary>
internal sealed record StatsMemory
{
    [JsonPropertyName("usage")]
    public long Usage { get; init; }

    [JsonPropertyName("stats")]
    public Dictionary<string, long>? Parts { get; init; }

    [JsonPropertyName("limit")]
    public long Limit { get; init; }
}
