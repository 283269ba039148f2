namespace Whelk.Cli.Wire;

internal sealed record NetworkCreated(string Id);
