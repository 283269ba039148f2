using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>A line of GET /events.</summary>
internal sealed record EventLine
{
    public string Type { get; init; } = string.Empty;

    public string Action { get; init; } = string.Empty;

    public required EventActor Actor { get; init; }

    [JsonPropertyName("timeNano")]
    public long TimeNano { get; init; }
}
