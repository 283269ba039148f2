namespace Whelk.Cli.Wire;

/// <summary>A volume.</summary>
internal sealed record VolumeDetails(string Name, string? Driver, string? Mountpoint, string? CreatedAt, Dictionary<string, string>? Labels, Dictionary<string, string>? Options, string? Scope)
{
    /// <summary>Where it was asked for.</summary>
    public VolumeUsage? UsageData { get; init; }
}
