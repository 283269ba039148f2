using Whelk.Linux.Files;

namespace Whelk.Archives.Trees;

/// <summary>The attributes by which overlayfs steers itself: they come from us alone, never out of an archive.</summary>
public static class OverlayAttributes
{
    /// <summary>The same without them.</summary>
    public static FileMetadata Without(FileMetadata metadata) => metadata.Attributes.Count == 0
        ? metadata
        : metadata with { Attributes = [.. metadata.Attributes.Where(attribute => !attribute.Name.Bytes.StartsWith("trusted.overlay."u8))] };
}
