namespace Whelk.Cli.Wire;

/// <summary>Answer to GET /containers/{id}/json, as far as commands decide by it.</summary>
internal sealed record ContainerDetails
{
    public required string Id { get; init; }

    public ContainerState? State { get; init; }

    public ContainerStreams? Config { get; init; }

    public NetworkSettings? NetworkSettings { get; init; }
}
