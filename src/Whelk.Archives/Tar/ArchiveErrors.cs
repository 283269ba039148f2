using Whelk.Errors;

namespace Whelk.Archives.Tar;

/// <summary>The words for bad archives; Docker's where it has them.</summary>
public static class ArchiveErrors
{
    public static WhelkException InvalidHeader(string reason) => new(ErrorCode.Corrupt, $"invalid tar header: {reason}");

    public static WhelkException UnexpectedEnd() => new(ErrorCode.Corrupt, "unexpected EOF");

    public static WhelkException Unsupported(string what) => new(ErrorCode.Unsupported, what);
}
