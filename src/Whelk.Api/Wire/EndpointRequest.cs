namespace Whelk.Api.Wire;

/// <summary>What a create or connect request asks for on one network.</summary>
internal sealed record EndpointRequest
{
    public IReadOnlyList<string>? Aliases { get; init; }

    public EndpointIpam? IPAMConfig { get; init; }

    public IReadOnlyList<string>? Links { get; init; }

    public string? MacAddress { get; init; }

    public IReadOnlyDictionary<string, string>? DriverOpts { get; init; }
}
