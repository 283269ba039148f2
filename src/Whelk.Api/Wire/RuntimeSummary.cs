using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record RuntimeSummary([property: JsonPropertyName("path")] string Path);
