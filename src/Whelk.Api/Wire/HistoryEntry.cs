namespace Whelk.Api.Wire;

/// <summary>A step of GET /images/{name}/history.</summary>
internal sealed record HistoryEntry
{
    public required string Id { get; init; }

    public required long Created { get; init; }

    public required string CreatedBy { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required long Size { get; init; }

    public required string Comment { get; init; }
}
