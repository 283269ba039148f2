namespace Whelk.Api.Wire;

internal sealed record NetworkSettingsSummary(IReadOnlyDictionary<string, EndpointSettings> Networks);
