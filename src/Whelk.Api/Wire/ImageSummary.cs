namespace Whelk.Api.Wire;

internal sealed record ImageSummary
{
    public int Containers { get; init; } = -1;

    public required long Created { get; init; }

    public required string Id { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public string ParentId { get; init; } = string.Empty;

    public IReadOnlyList<string> RepoDigests { get; init; } = [];

    public required IReadOnlyList<string> RepoTags { get; init; }

    public long SharedSize { get; init; } = -1;

    public required long Size { get; init; }
}
