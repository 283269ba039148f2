namespace Whelk.Api.Wire;

internal sealed record NetworkingConfig
{
    public IReadOnlyDictionary<string, EndpointRequest?>? EndpointsConfig { get; init; }
}
