namespace Whelk.Api.Wire;

internal sealed record PlatformName(string Name);
