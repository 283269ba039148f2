using Whelk.Archives.Tar;
using System.IO.Compression;
using ZstdSharp;

namespace Whelk.Images.Archives;

/// <summary>Opens what is packed.</summary>
internal static class Compression
{
    /// <summary>How many first bytes decide.</summary>
    public const int PrefixLength = 6;

    public static CompressionKind Detect(ReadOnlySpan<byte> prefix) => prefix switch
    {
        [0x1F, 0x8B, 0x08, ..] => CompressionKind.Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => CompressionKind.Zstd,
        [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..] => CompressionKind.Zstd, // a frame to be skipped
        [(byte)'B', (byte)'Z', (byte)'h', ..] => CompressionKind.Bzip2,
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0x00, ..] => CompressionKind.Xz,
        _ => CompressionKind.None,
    };

    /// <summary>The content; disposing it leaves the packed stream open.</summary>
    /// <exception cref="Whelk.Errors.WhelkException">Unsupported: bzip2 and xz.</exception>
    public static Stream Open(CompressionKind kind, Stream packed) => kind switch
    {
        CompressionKind.None => packed,
        CompressionKind.Gzip => new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true),
        CompressionKind.Zstd => new DecompressionStream(packed, leaveOpen: true),
        CompressionKind.Bzip2 => throw ArchiveErrors.Unsupported("bzip2 is not supported: pack the archive with gzip or zstd, or not at all"),
        CompressionKind.Xz => throw ArchiveErrors.Unsupported("xz is not supported: pack the archive with gzip or zstd, or not at all"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
