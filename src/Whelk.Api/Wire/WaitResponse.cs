using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

internal sealed record WaitResponse(int StatusCode)
{
    [JsonPropertyName("Error")]
    public ErrorResponse? Error { get; init; }
}
