namespace Whelk.Cli.Wire;

/// <summary>A changed file: 0 modified, 1 added, 2 deleted.</summary>
internal sealed record FileChange(string Path, int Kind);
