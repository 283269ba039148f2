using Whelk.Oci.Digests;
using Whelk.Oci.Images;
using Whelk.Oci.References;

namespace Whelk.Images;

/// <summary>An image of the store, as it was when it was asked for.</summary>
public sealed record Image
{
    /// <summary>The digest of the configuration's bytes.</summary>
    public required Digest Id { get; init; }

    public required ImageConfig Config { get; init; }

    /// <summary>The unpacked layers, read-only and shared with other images; the top one last.</summary>
    public required IReadOnlyList<string> LayerDirectories { get; init; }

    /// <summary>Its names, sorted; empty for an image that only its id finds.</summary>
    public required IReadOnlyList<ImageReference> References { get; init; }

    /// <summary>The sum of the lengths of all files in all layers, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The same for each layer, in their order.</summary>
    public required IReadOnlyList<long> LayerSizes { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Whether some layer hides what lies below it, so that the layers cannot be read one by one.</summary>
    public required bool HasWhiteouts { get; init; }
}
