namespace Whelk.Cli.Wire;

/// <summary>An entry of GET /images/json.</summary>
internal sealed record ImageSummary
{
    public required string Id { get; init; }

    public string[]? RepoTags { get; init; }

    public string[]? RepoDigests { get; init; }

    public long Created { get; init; }

    public long Size { get; init; }
}
