namespace Whelk.Cli.Wire;

/// <summary>Of a volume.</summary>
internal sealed record MountVolumeOptions(bool NoCopy, Dictionary<string, string>? Labels, VolumeDriverConfig? DriverConfig, string? Subpath);
