using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>"read" or "write", and how many bytes.</summary>
internal sealed record StatsBlockEntry([property: JsonPropertyName("op")] string Operation, [property: JsonPropertyName("value")] long Value);
