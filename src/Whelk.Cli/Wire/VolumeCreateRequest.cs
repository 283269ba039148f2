namespace Whelk.Cli.Wire;

/// <summary>POST /volumes/create.</summary>
internal sealed record VolumeCreateRequest(string? Name, Dictionary<string, string>? Labels);
