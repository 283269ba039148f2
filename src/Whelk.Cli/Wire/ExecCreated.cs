namespace Whelk.Cli.Wire;

/// <summary>Answer to POST /containers/{id}/exec.</summary>
internal sealed record ExecCreated
{
    public required string Id { get; init; }
}
