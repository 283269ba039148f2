namespace Whelk.Api.Wire;

internal sealed record VersionComponent(string Name, string Version, IReadOnlyDictionary<string, string> Details);
