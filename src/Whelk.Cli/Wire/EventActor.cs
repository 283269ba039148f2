using System.Text.Json.Serialization;

namespace Whelk.Cli.Wire;

/// <summary>Whom an event happened to.</summary>
internal sealed record EventActor([property: JsonPropertyName("ID")] string Id, Dictionary<string, string> Attributes);
