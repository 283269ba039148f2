namespace Whelk.Api.Wire;

internal sealed record MountPoint
{
    public required string Type { get; init; }

    public string? Name { get; init; }

    public required string Source { get; init; }

    public required string Destination { get; init; }

    public string? Driver { get; init; }

    public required string Mode { get; init; }

    public required bool RW { get; init; }

    public required string Propagation { get; init; }
}
