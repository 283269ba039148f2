namespace Whelk.Cli.Wire;

/// <summary>POST /volumes/create.</summary>
internal sealed record VolumeCreateRequest(string? Name, string? Driver, Dictionary<string, string>? DriverOpts, Dictionary<string, string>? Labels);
