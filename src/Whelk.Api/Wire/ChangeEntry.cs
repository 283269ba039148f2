namespace Whelk.Api.Wire;

/// <summary>A file that a container has changed: 0 modified, 1 added, 2 deleted.</summary>
internal sealed record ChangeEntry(string Path, int Kind);
