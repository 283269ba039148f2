using Whelk.Oci.Digests;

namespace Whelk.Images.Layers;

/// <summary>What one pass over a packed layer found out.</summary>
internal sealed record IngestedLayer
{
    /// <summary>The digest of the packed bytes, by which a registry knows the layer.</summary>
    public required Digest PackedDigest { get; init; }

    public required long PackedSize { get; init; }

    /// <summary>The digest of the archive, by which an image's configuration knows it.</summary>
    public required Digest DiffId { get; init; }

    public required LayerContent Content { get; init; }
}
