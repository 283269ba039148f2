namespace Whelk.Oci.Images;

/// <summary>The configuration and the layers of one image for one platform (OCI image specification, manifest.md).</summary>
public sealed record ImageManifest
{
    public int SchemaVersion { get; init; } = 2;

    public string? MediaType { get; init; }

    public string? ArtifactType { get; init; }

    public required Descriptor Config { get; init; }

    /// <summary>The lowest first.</summary>
    public required IReadOnlyList<Descriptor> Layers { get; init; }

    public Descriptor? Subject { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
