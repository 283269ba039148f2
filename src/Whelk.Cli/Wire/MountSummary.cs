namespace Whelk.Cli.Wire;

/// <summary>A mount in a <see cref="ContainerSummary"/>.</summary>
internal sealed record MountSummary
{
    public string? Name { get; init; }

    public string? Source { get; init; }
}
