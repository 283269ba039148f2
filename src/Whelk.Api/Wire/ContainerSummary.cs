namespace Whelk.Api.Wire;

/// <summary>An entry of GET /containers/json; Isolation is Whelk's own.</summary>
internal sealed record ContainerSummary
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Names { get; init; }

    public required string Image { get; init; }

    public required string ImageID { get; init; }

    public required string Command { get; init; }

    public required long Created { get; init; }

    public required IReadOnlyList<PortSummary> Ports { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required string State { get; init; }

    public required string Status { get; init; }

    public required string Isolation { get; init; }

    public required HostConfigSummary HostConfig { get; init; }

    public required NetworkSettingsSummary NetworkSettings { get; init; }

    public required IReadOnlyList<MountPoint> Mounts { get; init; }

    /// <summary>Bytes, where they were asked for.</summary>
    public long? SizeRw { get; init; }

    public long? SizeRootFs { get; init; }
}
