using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record MemoryStats(
    [property: JsonPropertyName("usage")] long? Usage,
    [property: JsonPropertyName("max_usage")] long? Peak,
    [property: JsonPropertyName("stats")] IReadOnlyDictionary<string, long>? Stats,
    [property: JsonPropertyName("limit")] long? Limit);
