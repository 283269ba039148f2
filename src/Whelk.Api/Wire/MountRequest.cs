using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>A mount in Docker's long form: HostConfig.Mounts.</summary>
internal sealed record MountRequest
{
    public string? Type { get; init; }

    public string? Source { get; init; }

    public string? Target { get; init; }

    /// <summary>A hint to file sharing of other systems.</summary>
    public string? Consistency { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReadOnly { get; init; }

    public MountBindOptions? BindOptions { get; init; }

    public MountVolumeOptions? VolumeOptions { get; init; }

    public MountTmpfsOptions? TmpfsOptions { get; init; }
}
