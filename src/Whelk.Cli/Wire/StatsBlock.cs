using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>Bytes so far, by operation.</summary>
internal sealed record StatsBlock
{
    [JsonPropertyName("io_service_bytes_recursive")]
    public StatsBlockEntry[]? Bytes { get; init; }
}
