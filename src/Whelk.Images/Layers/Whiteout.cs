using Whelk.Errors;
using Whelk.Linux.Files;

namespace Whelk.Images.Layers;

/// <summary>An entry that says what is gone (OCI image specification, layer.md, "Whiteouts").</summary>
/// <param name="Hidden">The name that is hidden; null for an opaque whiteout, which hides all that lower layers have in its folder.</param>
/// <param name="IsMarker">One of AUFS's own files: means nothing here.</param>
internal sealed record Whiteout(FilePath? Hidden, bool IsMarker)
{
    private static ReadOnlySpan<byte> Prefix => ".wh."u8;

    private static ReadOnlySpan<byte> MarkerPrefix => ".wh..wh."u8;

    private static ReadOnlySpan<byte> OpaqueName => ".wh..wh..opq"u8;

    /// <summary>Null where the name is no whiteout.</summary>
    /// <exception cref="WhelkException">Corrupt: it would hide the folder itself or its parent.</exception>
    public static Whiteout? TryParse(FilePath name)
    {
        var bytes = name.Bytes;
        if (!bytes.StartsWith(Prefix))
        {
            return null;
        }

        if (bytes.StartsWith(MarkerPrefix))
        {
            return new Whiteout(null, !bytes.SequenceEqual(OpaqueName));
        }

        var hidden = bytes[Prefix.Length..];
        return hidden.IsEmpty || hidden.SequenceEqual("."u8) || hidden.SequenceEqual(".."u8)
            ? throw new WhelkException(ErrorCode.Corrupt, $"invalid whiteout \"{name}\"")
            : new Whiteout(FilePath.From(hidden), IsMarker: false);
    }
}
