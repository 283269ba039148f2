namespace Whelk.Images.Storage;

/// <summary>What is known of an unpacked layer; its file is the last thing written before the layer is in place.</summary>
internal sealed record LayerRecord
{
    public required string DiffId { get; init; }

    /// <summary>As it came; "sha256:…".</summary>
    public required string PackedDigest { get; init; }

    public required long PackedSize { get; init; }

    public required long Size { get; init; }

    public required bool HasWhiteouts { get; init; }
}
