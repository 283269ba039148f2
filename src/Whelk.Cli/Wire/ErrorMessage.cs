using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>What the daemon says when it refuses.</summary>
internal sealed record ErrorMessage
{
    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
