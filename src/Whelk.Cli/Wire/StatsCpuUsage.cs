using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>Nanoseconds.</summary>
internal sealed record StatsCpuUsage
{
    [JsonPropertyName("total_usage")]
    public long Total { get; init; }
}
