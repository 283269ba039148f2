using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>What a path of a workload is; the mode is Go's.</summary>
internal sealed record PathStat
{
    [JsonPropertyName("mode")]
    public uint Mode { get; init; }

    [JsonPropertyName("linkTarget")]
    public string LinkTarget { get; init; } = string.Empty;
}
