using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Archives.Trees;

public sealed partial class TreeUnpacker
{
    // A slash in front means nothing here: what is packed at the root comes back so.
    private EntryPath? ParseBelow(FilePath name)
    {
        var bytes = name.Bytes.TrimStart((byte)'/');
        var path = EntryPath.TryParse(bytes.IsEmpty ? TreePath.Here : FilePath.From(bytes));
        return path is null || options.Renames is not var (from, to) ? path : Renamed(path, from, FilePath.From(to));
    }

    private static EntryPath? Renamed(EntryPath path, string from, FilePath to)
    {
        if (from is "/" or ".")
        {
            return EntryPath.TryParse(path.Name is null ? to : FilePath.From([.. to.Bytes, (byte)'/', .. path.Whole.Bytes]));
        }

        var whole = path.Whole.Bytes;
        var first = whole.IndexOf((byte)'/') is >= 0 and var slash ? whole[..slash] : whole;
        return first.SequenceEqual(FilePath.From(from).Bytes) ? EntryPath.TryParse(FilePath.From([.. to.Bytes, .. whole[first.Length..]])) : path;
    }

    private FilePath Below(FilePath path) => FilePath.From([.. folder.Whole.Bytes, (byte)'/', .. path.Bytes]);

    // Nothing more is written into them now. A later entry, or somebody who lives in the tree, may have put something else in a folder's place.
    private void SetFolderTimes()
    {
        foreach (var (path, seconds, nanoseconds) in _times.All)
        {
            try
            {
                using var parent = tree.Root.OpenInRoot(Below(path.Parent));
                if (path.Name is { } name && parent.TryStat(name)?.Kind == FileKind.Directory)
                {
                    parent.SetTime(name, seconds, nanoseconds);
                }
            }
            catch (SyscallException exception) when (exception.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP)
            {
                // It is gone.
            }
        }
    }
}
