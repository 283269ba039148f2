namespace Whelk.Api.Wire;

internal sealed record RootFsInspect(string Type, IReadOnlyList<string> Layers);
