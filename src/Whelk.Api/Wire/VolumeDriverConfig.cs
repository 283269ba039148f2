namespace Whelk.Api.Wire;

internal sealed record VolumeDriverConfig
{
    public string? Name { get; init; }

    public IReadOnlyDictionary<string, string>? Options { get; init; }
}
