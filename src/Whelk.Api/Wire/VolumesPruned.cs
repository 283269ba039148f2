namespace Whelk.Api.Wire;

/// <summary>POST /volumes/prune.</summary>
internal sealed record VolumesPruned(IReadOnlyList<string> VolumesDeleted, long SpaceReclaimed);
