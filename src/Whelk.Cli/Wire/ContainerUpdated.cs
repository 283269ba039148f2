namespace Whelk.Cli.Wire;

/// <summary>Answer to POST /containers/{id}/update.</summary>
internal sealed record ContainerUpdated
{
    public string[]? Warnings { get; init; }
}
