namespace Whelk.Cli.Wire;

/// <summary>What everything takes on disk.</summary>
internal sealed record DiskUsage
{
    public long LayersSize { get; init; }

    public ImageUsage[] Images { get; init; } = [];

    public ContainerSummary[] Containers { get; init; } = [];

    public VolumeDetails[] Volumes { get; init; } = [];
}
