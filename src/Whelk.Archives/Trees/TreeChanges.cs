using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Archives.Trees;

/// <summary>
/// What an overlay's upper side makes of the lower one (kernel documentation, filesystems/overlayfs), in Docker's sense (moby, pkg/archive/changes.go): a folder
/// counts as modified where something in it has changed, and a copy that is the same as before not at all.
/// </summary>
/// <param name="hidden">Absolute paths that are passed over: mount points that a runtime makes in every workload.</param>
/// <param name="found">Hears of each change: a folder's before those of what is in it, names in order.</param>
public sealed class TreeChanges(IReadOnlySet<string> hidden, Action<TreeChange> found)
{
    private const int Deepest = 1000;
    private static readonly FilePath Opaque = FilePath.From("trusted.overlay.opaque"u8);

    // The folders above, of which the outermost ones have been told already.
    private readonly List<FilePath> _above = [];
    private int _told;

    /// <param name="upper">The workload's own side.</param>
    /// <param name="lower">What is below it, as one tree.</param>
    public void Find(DirectoryHandle upper, DirectoryHandle lower) => Compare(upper, lower, [(byte)'/'], opaque: false);

    private void Compare(DirectoryHandle upper, DirectoryHandle? lower, byte[] prefix, bool opaque)
    {
        if (_above.Count > Deepest)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"{FilePath.From(prefix)}: folders are nested more than {Deepest} levels deep");
        }

        var names = upper.ReadNames();
        IEnumerable<FilePath> all = opaque && lower is not null ? names.Union(lower.ReadNames()) : names;
        foreach (var name in all.OrderBy(name => name, ByBytes.Order))
        {
            byte[] path = [.. prefix, .. name.Bytes];
            if (!hidden.Contains(FilePath.From(path).ToString()))
            {
                CompareName(upper, lower, name, path);
            }
        }
    }

    private void CompareName(DirectoryHandle upper, DirectoryHandle? lower, FilePath name, byte[] path)
    {
        var (now, before) = (upper.TryStat(name), lower?.TryStat(name));
        if (now is null || now is { Kind: FileKind.CharacterDevice, Device: 0 })
        {
            if (before is not null)
            {
                Tell(TreeChangeKind.Deleted, path);
            }

            return;
        }

        if (before is null)
        {
            Tell(TreeChangeKind.Added, path);
        }
        else if (Differ(now, before))
        {
            Tell(TreeChangeKind.Modified, path);
        }

        if (now.Kind == FileKind.Directory)
        {
            Descend(upper, before?.Kind == FileKind.Directory ? lower : null, name, path, told: before is null || Differ(now, before));
        }
    }

    private void Descend(DirectoryHandle upper, DirectoryHandle? lower, FilePath name, byte[] path, bool told)
    {
        try
        {
            using var folder = upper.OpenWithoutLinks(name);
            using var before = lower?.OpenWithoutLinks(name);
            CompareBelow(folder, before, path, upper.TryGetAttribute(name, Opaque) is [(byte)'y'], told);
        }
        catch (SyscallException exception) when (exception.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP)
        {
            // It was removed at this moment.
        }
    }

    // However that ends, what comes next is not below this folder.
    private void CompareBelow(DirectoryHandle folder, DirectoryHandle? before, byte[] path, bool opaque, bool told)
    {
        _above.Add(FilePath.From(path));
        _told = told ? _above.Count : _told;
        try
        {
            Compare(folder, before, [.. path, (byte)'/'], opaque);
        }
        finally
        {
            _above.RemoveAt(_above.Count - 1);
            _told = Math.Min(_told, _above.Count);
        }
    }

    private void Tell(TreeChangeKind kind, byte[] path)
    {
        for (; _told < _above.Count; _told++)
        {
            found(new TreeChange(TreeChangeKind.Modified, _above[_told]));
        }

        found(new TreeChange(kind, FilePath.From(path)));
    }

    // Neither length nor time of a folder says whether it was changed.
    private static bool Differ(FileStatus now, FileStatus before) =>
        (now.Kind, now.Mode, now.Uid, now.Gid, now.Device) != (before.Kind, before.Mode, before.Uid, before.Gid, before.Device)
        || (now.Kind != FileKind.Directory && (now.Seconds, now.Nanoseconds, now.Size) != (before.Seconds, before.Nanoseconds, before.Size));
}
