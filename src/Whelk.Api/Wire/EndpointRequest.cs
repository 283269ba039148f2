using System.Text.Json;

namespace Whelk.Api.Wire;

/// <summary>What a create request asks for on one network. What this version does not carry out is listed too, so that it can be refused by name.</summary>
internal sealed record EndpointRequest
{
    public IReadOnlyList<string>? Aliases { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? IPAMConfig { get; init; }

    public IReadOnlyList<string>? Links { get; init; }

    public string? MacAddress { get; init; }

    public IReadOnlyDictionary<string, string>? DriverOpts { get; init; }
}
