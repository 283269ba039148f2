using Whelk.Archives.Tar;
using Whelk.Archives.Trees;
using System.Runtime.InteropServices;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Images.Layers;

/// <summary>
/// Makes a layer's directory from its archive, in the form that overlayfs reads (whiteouts as character devices 0/0, opaque directories by
/// trusted.overlay.opaque). Nothing outside the directory is ever touched: see <see cref="EntryPath"/> and <see cref="DirectoryHandle"/>.
/// </summary>
internal sealed partial class LayerUnpacker(DirectoryHandle root) : IDisposable
{
    private const int ChunkSize = 1 << 18;
    private readonly EntryContent _content = new(new byte[ChunkSize]);
    private readonly FolderTimes _folders = new();
    private readonly FolderMaker _maker = new(root.OpenBeneath);
    private FilePath _parentPath = FilePath.From("."u8);
    private DirectoryHandle? _parent;
    private long _size;
    private bool _hasWhiteouts;

    /// <summary>Unpacks everything. On failure the directory holds a part, which the caller removes.</summary>
    /// <exception cref="WhelkException">Corrupt, Unsupported; Unavailable on a full disk.</exception>
    public LayerContent Unpack(TarReader archive, CancellationToken cancellationToken)
    {
        while (archive.Next() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Apply(entry, archive, cancellationToken);
            }
            catch (SyscallException e)
            {
                throw Explain(entry, e);
            }
        }

        archive.Drain();
        SetDirectoryTimes();
        return new LayerContent(_size, _hasWhiteouts);
    }

    public void Dispose() => _parent?.Dispose();

    private void Apply(TarEntry entry, TarReader archive, CancellationToken cancellationToken)
    {
        var path = EntryPath.TryParse(entry.Name) ?? throw new WhelkException(ErrorCode.Corrupt, $"\"{entry.Name}\" is outside of the image's root");
        if (path.Name is not { } name)
        {
            ApplyRoot(entry, path);
            return;
        }

        var parent = OpenParent(path);
        if (Whiteout.TryParse(name) is { } whiteout)
        {
            ApplyWhiteout(whiteout, parent);
            return;
        }

        switch (entry.Kind)
        {
            case TarEntryKind.File:
                MakeFile(entry, archive, parent, name, cancellationToken);
                break;
            case TarEntryKind.Directory:
                MakeDirectory(entry, path, parent, name);
                break;
            case TarEntryKind.SymbolicLink:
                Clear(parent, name);
                parent.MakeSymbolicLink(name, entry.LinkName!.Value);
                parent.SetMetadata(name, entry.Metadata, FileKind.SymbolicLink);
                break;
            case TarEntryKind.HardLink:
                MakeHardLink(entry, parent, name);
                break;
            case TarEntryKind.CharacterDevice:
                MakeNode(entry, parent, name, FileKind.CharacterDevice);
                break;
            case TarEntryKind.BlockDevice:
                MakeNode(entry, parent, name, FileKind.BlockDevice);
                break;
            case TarEntryKind.Fifo:
                MakeNode(entry, parent, name, FileKind.Fifo);
                break;
            default:
                throw new InvalidOperationException($"{entry.Kind} has no case.");
        }
    }

    private void ApplyRoot(TarEntry entry, EntryPath path)
    {
        if (entry.Kind != TarEntryKind.Directory)
        {
            throw new WhelkException(ErrorCode.Corrupt, $"\"{entry.Name}\" would replace the image's root");
        }

        root.SetMetadata(FilePath.From("."u8), OverlayAttributes.Without(entry.Metadata), FileKind.Directory);
        _folders.Set(path, entry.Metadata);
    }

    /// <summary>The folder of an entry; made with what leads to it where it has had no entry. Entries come folder by folder, so the last one is kept.</summary>
    private DirectoryHandle OpenParent(EntryPath path)
    {
        var wanted = path.Parent;
        if (_parent is not null && wanted == _parentPath)
        {
            return _parent;
        }

        ForgetParent();
        _parent = _maker.OpenOrMake(path);
        _parentPath = wanted;
        return _parent;
    }

    private void ForgetParent()
    {
        _parent?.Dispose();
        _parent = null;
    }

    private void SetDirectoryTimes()
    {
        foreach (var (path, seconds, nanoseconds) in _folders.All)
        {
            if (path.Name is not { } name)
            {
                root.SetTime(FilePath.From("."u8), seconds, nanoseconds);
            }
            else if (TryOpenExistingParent(path) is { } parent && parent.TryStat(name)?.Kind == FileKind.Directory)
            {
                parent.SetTime(name, seconds, nanoseconds);
            }
        }
    }

    // A later entry may have put something else in the folder's place.
    private DirectoryHandle? TryOpenExistingParent(EntryPath path)
    {
        var wanted = path.Parent;
        if (_parent is not null && wanted == _parentPath)
        {
            return _parent;
        }

        try
        {
            ForgetParent();
            _parent = root.OpenBeneath(wanted);
            _parentPath = wanted;
            return _parent;
        }
        catch (SyscallException)
        {
            return null;
        }
    }

    private static WhelkException Explain(TarEntry entry, SyscallException e) => e.Errno switch
    {
        Errno.ENOSPC or Errno.EDQUOT => new WhelkException(ErrorCode.Unavailable, $"{entry.Name}: no space left on device", e),
        Errno.EXDEV => new WhelkException(ErrorCode.Corrupt, $"\"{entry.Name}\" is outside of the image's root: a symbolic link on its way leads out", e),
        Errno.E2BIG or Errno.EEXIST or Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP or Errno.ENAMETOOLONG or Errno.EINVAL or Errno.EFBIG or Errno.ERANGE
            => new WhelkException(ErrorCode.Corrupt, $"{entry.Name}: {Marshal.GetPInvokeErrorMessage((int)e.Errno)}", e),
        _ => e.While($"{entry.Name}"),
    };
}
