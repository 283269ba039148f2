namespace Whelk.Oci.Images;

/// <summary>Points at content by its digest (OCI image specification, descriptor.md).</summary>
public sealed record Descriptor
{
    public required string MediaType { get; init; }

    public required string Digest { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    public IReadOnlyList<string>? Urls { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public string? ArtifactType { get; init; }

    public Platform? Platform { get; init; }
}
