namespace Whelk.Cli.Wire;

/// <summary>Answer to POST /containers/create.</summary>
internal sealed record ContainerCreated
{
    public required string Id { get; init; }

    public string[]? Warnings { get; init; }
}
