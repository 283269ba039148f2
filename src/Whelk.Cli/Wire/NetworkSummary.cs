namespace Whelk.Cli.Wire;

/// <summary>A network as the list shows it.</summary>
internal sealed record NetworkSummary(string Id, string Name, string? Driver, string? Scope);
