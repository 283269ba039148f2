using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record PidsStats([property: JsonPropertyName("current")] long? Current, [property: JsonPropertyName("limit")] long? Limit);
