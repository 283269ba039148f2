namespace Whelk.Api.Wire;

/// <summary>GET /system/df; what was not asked for is absent.</summary>
internal sealed record DiskUsage
{
    public long LayersSize { get; init; }

    public IReadOnlyList<ImageSummary>? Images { get; init; }

    public IReadOnlyList<ContainerSummary>? Containers { get; init; }

    public IReadOnlyList<VolumeDetails>? Volumes { get; init; }

    public IReadOnlyList<Empty>? BuildCache { get; init; }
}
