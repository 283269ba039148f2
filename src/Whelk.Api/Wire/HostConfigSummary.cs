namespace Whelk.Api.Wire;

internal sealed record HostConfigSummary(string NetworkMode);
