using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>A volume, as list, inspect and create show it.</summary>
internal sealed record VolumeDetails
{
    public required string CreatedAt { get; init; }

    public string Driver { get; init; } = "local";

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required IReadOnlyDictionary<string, string>? Labels { get; init; }

    public required string Mountpoint { get; init; }

    public required string Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    public string Scope { get; init; } = "local";

    /// <summary>Where it was asked for, by /system/df.</summary>
    public VolumeUsage? UsageData { get; init; }
}
