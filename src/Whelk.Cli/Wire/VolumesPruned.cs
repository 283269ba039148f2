namespace Whelk.Cli.Wire;

/// <summary>What POST /volumes/prune has removed.</summary>
internal sealed record VolumesPruned(string[]? VolumesDeleted, long SpaceReclaimed);
