namespace Whelk.Api.Wire;

/// <summary>POST /images/prune.</summary>
internal sealed record ImagesPruned(IReadOnlyList<ImageDeleteEntry> ImagesDeleted, long SpaceReclaimed);
