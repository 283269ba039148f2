namespace Whelk.Cli.Wire;

/// <summary>GET /volumes.</summary>
internal sealed record VolumeList(VolumeDetails[]? Volumes);
