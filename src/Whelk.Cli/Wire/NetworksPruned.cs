namespace Whelk.Cli.Wire;

internal sealed record NetworksPruned(string[]? NetworksDeleted);
