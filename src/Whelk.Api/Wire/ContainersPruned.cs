namespace Whelk.Api.Wire;

/// <summary>POST /containers/prune.</summary>
internal sealed record ContainersPruned(IReadOnlyList<string> ContainersDeleted, long SpaceReclaimed);
