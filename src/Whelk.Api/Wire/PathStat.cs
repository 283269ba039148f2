using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>The header X-Docker-Container-Path-Stat, in base64.</summary>
internal sealed record PathStat
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("size")]
    public required long Size { get; init; }

    /// <summary>Go's FileMode.</summary>
    [JsonPropertyName("mode")]
    public required uint Mode { get; init; }

    [JsonPropertyName("mtime")]
    public required string Mtime { get; init; }

    [JsonPropertyName("linkTarget")]
    public required string LinkTarget { get; init; }
}
