using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>A line of the stream that pull, import and load answer with.</summary>
internal sealed record ProgressMessage
{
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("progress")]
    public string? Progress { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }
}
