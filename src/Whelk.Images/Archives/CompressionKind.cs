namespace Whelk.Images.Archives;

/// <summary>How an archive is packed, told by its first bytes.</summary>
internal enum CompressionKind
{
    None,
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}
