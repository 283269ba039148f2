namespace Whelk.Api.Wire;

internal sealed record ImageInspect
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> RepoTags { get; init; }

    public IReadOnlyList<string> RepoDigests { get; init; } = [];

    public string Parent { get; init; } = string.Empty;

    public required string Comment { get; init; }

    public required string Created { get; init; }

    public string DockerVersion { get; init; } = string.Empty;

    public required string Author { get; init; }

    public required ConfigInspect Config { get; init; }

    public required string Architecture { get; init; }

    public required string Os { get; init; }

    public required long Size { get; init; }

    public required GraphDriver GraphDriver { get; init; }

    public required RootFsInspect RootFS { get; init; }

    public required ImageMetadata Metadata { get; init; }
}
