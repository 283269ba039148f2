namespace Whelk.Cli.Wire;

/// <summary>What keeps a volume that is made for a mount.</summary>
internal sealed record VolumeDriverConfig(string? Name, Dictionary<string, string>? Options);
