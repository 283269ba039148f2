namespace Whelk.Oci.Runtime;

/// <summary>A mount, made in the order of the list.</summary>
public sealed record MountSpec
{
    /// <summary>An absolute path in the root.</summary>
    public required string Destination { get; init; }

    public string? Type { get; init; }

    public string? Source { get; init; }

    public IReadOnlyList<string>? Options { get; init; }

    public IReadOnlyList<LinuxIdMapping>? UidMappings { get; init; }

    public IReadOnlyList<LinuxIdMapping>? GidMappings { get; init; }
}
