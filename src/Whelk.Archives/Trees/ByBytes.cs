using Whelk.Linux.Files;

namespace Whelk.Archives.Trees;

/// <summary>Names in the order of their bytes.</summary>
internal sealed class ByBytes : IComparer<FilePath>
{
    internal static ByBytes Order { get; } = new();

    public int Compare(FilePath x, FilePath y) => x.Bytes.SequenceCompareTo(y.Bytes);
}
