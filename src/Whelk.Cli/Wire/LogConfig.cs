namespace Whelk.Cli.Wire;

/// <summary>Where a workload's output is kept.</summary>
internal sealed record LogConfig(string Type, Dictionary<string, string> Config);
