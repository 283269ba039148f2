using Microsoft.Win32.SafeHandles;
using Whelk.Archives.Tar;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Archives.Trees;

/// <summary>
/// Packs what is in a tree, in the order of names. The tree may change meanwhile: what is gone when it is its turn is passed over, a file that has become
/// shorter is filled up with zeros, and sockets, which an archive cannot hold, are left out, as Docker does. The kernel's own folders (proc, sys, dev, where
/// something is mounted on them) come without what is in them.
/// </summary>
public sealed class TreePacker
{
    private const int ChunkSize = 1 << 16;
    private const int Deepest = 1000;
    private const int MostLinkNames = 1 << 20;
    private static readonly string[] KernelFolders = ["proc", "sys", "dev"];

    private readonly FileTree _tree;
    private readonly TarWriter _archive;
    private readonly CancellationToken _cancellationToken;
    private readonly byte[] _chunk = new byte[ChunkSize];
    private readonly Dictionary<(ulong FileSystem, ulong Inode), FilePath> _names = [];
    private readonly HashSet<(ulong FileSystem, ulong Inode)> _kernels;

    public TreePacker(FileTree tree, TarWriter archive, CancellationToken cancellationToken)
    {
        (_tree, _archive, _cancellationToken) = (tree, archive, cancellationToken);
        var root = tree.Root.TryStat(TreePath.Here)!;
        _kernels = [.. KernelFolders.Select(name => tree.Root.TryStat(FilePath.From(name))).OfType<FileStatus>()
            .Where(status => status.Kind == FileKind.Directory && status.FileSystem != root.FileSystem)
            .Select(status => (status.FileSystem, status.Inode))];
    }

    /// <summary>One thing with all that is below it, under its own name, as docker cp wants it: "name/…", for the root "/…", behind "/." "./…".</summary>
    /// <exception cref="SyscallException">There is no such thing.</exception>
    public void Pack(TreePath path) => Pack(path, path.BaseName);

    /// <summary>The same under another name.</summary>
    public void Pack(TreePath path, string archiveName)
    {
        using var parent = _tree.OpenParent(path, out var name);
        Add(parent, name, FilePath.From(archiveName), 0);
    }

    /// <summary>All that is below the root, with names that begin there, as docker export wants it.</summary>
    public void PackAll() => AddChildren(_tree.Root, [], 0);

    private void Add(DirectoryHandle parent, FilePath name, FilePath archiveName, int level)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (parent.TryStat(name) is not { } status)
        {
            return;
        }

        switch (status.Kind)
        {
            case FileKind.Directory:
                AddFolder(parent, name, archiveName, status, level);
                break;
            case FileKind.Regular:
                AddFile(parent, name, archiveName);
                break;
            case FileKind.SymbolicLink:
                AddLink(parent, name, archiveName, status);
                break;
            case FileKind.Fifo or FileKind.CharacterDevice or FileKind.BlockDevice:
                _archive.WriteHeader(Entry(KindOf(status.Kind), archiveName, status) with { DeviceMajor = status.Major, DeviceMinor = status.Minor });
                break;
            case FileKind.Socket or FileKind.None:
                break;
        }
    }

    private void AddFolder(DirectoryHandle parent, FilePath name, FilePath archiveName, FileStatus status, int level)
    {
        byte[] prefix = archiveName.Bytes is [.., (byte)'/'] ? archiveName.Bytes.ToArray() : [.. archiveName.Bytes, (byte)'/'];
        _archive.WriteHeader(Entry(TarEntryKind.Directory, FilePath.From(prefix), status));
        if (!_kernels.Contains((status.FileSystem, status.Inode)))
        {
            using var folder = parent.OpenWithoutLinks(name);
            AddChildren(folder, prefix, level);
        }
    }

    private void AddChildren(DirectoryHandle folder, byte[] prefix, int level)
    {
        if (level > Deepest)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"{FilePath.From(prefix)}: folders are nested more than {Deepest} levels deep");
        }

        foreach (var child in folder.ReadNames().OrderBy(name => name, ByBytes.Order))
        {
            try
            {
                Add(folder, child, FilePath.From([.. prefix, .. child.Bytes]), level + 1);
            }
            catch (SyscallException exception) when (exception.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP)
            {
                // It went away, or became something else, between two looks.
            }
        }
    }

    private void AddFile(DirectoryHandle parent, FilePath name, FilePath archiveName)
    {
        if (parent.TryOpenFile(name) is not { } open)
        {
            return;
        }

        using var file = open.File;
        var status = open.Status;
        if (status.Links > 1 && _names.TryGetValue((status.FileSystem, status.Inode), out var first))
        {
            _archive.WriteHeader(Entry(TarEntryKind.HardLink, archiveName, status) with { LinkName = first });
            return;
        }

        if (status.Links > 1 && _names.Count < MostLinkNames)
        {
            _names[(status.FileSystem, status.Inode)] = archiveName;
        }

        var entry = Entry(TarEntryKind.File, archiveName, status) with { Size = status.Size };
        _archive.WriteHeader(parent.TryGetAttribute(name, CapabilityAttribute.Name) is { } capability
            ? entry with { Metadata = entry.Metadata with { Attributes = [new ExtendedAttribute(CapabilityAttribute.Name, _tree.Ids is { } ids ? CapabilityAttribute.ToInside(capability, ids) : capability)] } }
            : entry);
        CopyContent(file, status.Size);
    }

    private void CopyContent(SafeFileHandle file, long size)
    {
        for (long done = 0; done < size;)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var chunk = _chunk.AsSpan(0, (int)Math.Min(_chunk.Length, size - done));
            var count = RandomAccess.Read(file, chunk, done);
            if (count == 0)
            {
                chunk.Clear();
                count = chunk.Length;
            }

            _archive.WriteContent(chunk[..count]);
            done += count;
        }

        _archive.EndContent(size);
    }

    private void AddLink(DirectoryHandle parent, FilePath name, FilePath archiveName, FileStatus status)
    {
        if (parent.TryReadLink(name) is { } target)
        {
            _archive.WriteHeader(Entry(TarEntryKind.SymbolicLink, archiveName, status) with { LinkName = target });
        }
    }

    private TarEntry Entry(TarEntryKind kind, FilePath name, FileStatus status) => new()
    {
        Kind = kind,
        Name = name,
        Metadata = new FileMetadata { Uid = InTree(status.Uid), Gid = InTree(status.Gid), Mode = status.Mode, Seconds = status.Seconds },
    };

    private uint InTree(uint id) => _tree.Ids?.ToInside(id) ?? id;

    private static TarEntryKind KindOf(FileKind kind) => kind switch
    {
        FileKind.Fifo => TarEntryKind.Fifo,
        FileKind.CharacterDevice => TarEntryKind.CharacterDevice,
        _ => TarEntryKind.BlockDevice,
    };
}
