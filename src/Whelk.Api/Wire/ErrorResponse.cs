using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record ErrorResponse([property: JsonPropertyName("message")] string Message);
