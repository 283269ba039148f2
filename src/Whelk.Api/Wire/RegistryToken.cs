using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>What a registry's token server gives (distribution specification, token authentication); one of the two is there.</summary>
internal sealed record RegistryToken
{
    [JsonPropertyName("token")]
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }
}
