using System.Text.Json.Serialization;

namespace Whelk.Api.Wire;

/// <summary>GET /containers/{id}/json.</summary>
internal sealed record ContainerInspect
{
    public required string Id { get; init; }

    public required string Created { get; init; }

    public required string Path { get; init; }

    public required IReadOnlyList<string> Args { get; init; }

    public required StateInspect State { get; init; }

    public required string Image { get; init; }

    public required string ResolvConfPath { get; init; }

    public required string HostnamePath { get; init; }

    public required string HostsPath { get; init; }

    public required string LogPath { get; init; }

    public required string Name { get; init; }

    public int RestartCount { get; init; }

    public required string Driver { get; init; }

    public required string Platform { get; init; }

    public string MountLabel { get; init; } = string.Empty;

    public string ProcessLabel { get; init; } = string.Empty;

    public string AppArmorProfile { get; init; } = string.Empty;

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<string>? ExecIDs { get; init; }

    public required HostConfig HostConfig { get; init; }

    public required GraphDriver GraphDriver { get; init; }

    /// <summary>Bytes, where they were asked for.</summary>
    public long? SizeRw { get; init; }

    public long? SizeRootFs { get; init; }

    public required IReadOnlyList<MountPoint> Mounts { get; init; }

    public required ConfigInspect Config { get; init; }

    public required NetworkSettingsInspect NetworkSettings { get; init; }
}
