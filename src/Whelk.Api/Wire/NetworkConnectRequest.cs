namespace Whelk.Api.Wire;

/// <summary>POST /networks/{id}/connect and /disconnect.</summary>
internal sealed record NetworkConnectRequest
{
    public string? Container { get; init; }

    public bool Force { get; init; }

    public EndpointRequest? EndpointConfig { get; init; }
}
