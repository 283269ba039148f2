namespace Whelk.Oci.Runtime;

/// <summary>A namespace to make, or to join where a path is given.</summary>
public sealed record LinuxNamespace
{
    /// <summary>One of <see cref="NamespaceTypes"/>.</summary>
    public required string Type { get; init; }

    public string? Path { get; init; }
}
