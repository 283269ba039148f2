using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record BlockStatEntry
{
    [JsonPropertyName("major")]
    public long Major { get; init; }

    [JsonPropertyName("minor")]
    public long Minor { get; init; }

    /// <summary>"read" or "write".</summary>
    [JsonPropertyName("op")]
    public required string Operation { get; init; }

    [JsonPropertyName("value")]
    public required long Value { get; init; }
}
