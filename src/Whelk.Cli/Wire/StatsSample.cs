using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>The part of GET /containers/{id}/stats that is shown.</summary>
internal sealed record StatsSample
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = string.Empty;

    [JsonPropertyName("id")]
    public string Id { get; init; } = string.Empty;

    [JsonPropertyName("pids_stats")]
    public Dictionary<string, long>? Pids { get; init; }

    [JsonPropertyName("cpu_stats")]
    public StatsCpu? Cpu { get; init; }

    [JsonPropertyName("memory_stats")]
    public StatsMemory? Memory { get; init; }

    [JsonPropertyName("blkio_stats")]
    public StatsBlock? Block { get; init; }

    [JsonPropertyName("networks")]
    public Dictionary<string, Dictionary<string, long>>? Networks { get; init; }
}
