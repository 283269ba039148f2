namespace Whelk.Cli.Wire;

/// <summary>What POST /containers/prune has removed.</summary>
internal sealed record ContainersPruned(string[]? ContainersDeleted, long SpaceReclaimed);
