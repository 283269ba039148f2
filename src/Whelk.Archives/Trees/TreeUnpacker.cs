using Whelk.Archives.Tar;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Archives.Trees;

/// <summary>
/// Unpacks an archive into a folder of a tree that may be in use, by the rules of docker cp (moby, pkg/archive): what is there is replaced, folders are merged,
/// the last of two entries wins. Links of the tree lead where a process that lives in it would be led.
/// </summary>
/// <param name="tree">The tree.</param>
/// <param name="folder">The folder in it.</param>
/// <param name="options">The rules that can be chosen.</param>
public sealed partial class TreeUnpacker(FileTree tree, TreePath folder, UnpackOptions options)
{
    private readonly EntryContent _content = new(new byte[1 << 16]);
    private readonly FolderTimes _times = new();

    /// <exception cref="WhelkException">What is unpacked so far stays.</exception>
    public void Unpack(TarReader archive, CancellationToken cancellationToken)
    {
        while (archive.Next() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Apply(entry, archive, cancellationToken);
            }
            catch (SyscallException exception)
            {
                throw new WhelkException(exception.Code, $"{entry.Name}: {exception.Message}", exception);
            }
        }

        archive.Drain();
        SetFolderTimes();
    }

    private void Apply(TarEntry entry, TarReader archive, CancellationToken cancellationToken)
    {
        var path = ParseBelow(entry.Name) ?? throw new WhelkException(ErrorCode.InvalidArgument, $"\"{entry.Name}\" is outside of \"{folder}\"");
        if (path.Name is not { } name)
        {
            // The folder itself keeps what it has.
            return;
        }

        using var parent = new FolderMaker(above => tree.Root.OpenInRoot(Below(above))).OpenOrMake(path);
        if (!MakeRoom(entry, parent, name))
        {
            return;
        }

        Make(entry, path, parent, name, archive, cancellationToken);
    }

    private void Make(TarEntry entry, EntryPath path, DirectoryHandle parent, FilePath name, TarReader archive, CancellationToken cancellationToken)
    {
        switch (entry.Kind)
        {
            case TarEntryKind.File:
                using (var file = parent.CreateFile(name))
                {
                    _content.CopyTo(file, entry, archive, cancellationToken);
                    file.SetMetadata(Allowed(entry.Metadata));
                }

                break;
            case TarEntryKind.Directory:
                MakeFolder(entry, path, parent, name);
                break;
            case TarEntryKind.SymbolicLink:
                parent.MakeSymbolicLink(name, entry.LinkName!.Value);
                parent.SetMetadata(name, Allowed(entry.Metadata) with { Attributes = [] }, FileKind.SymbolicLink);
                break;
            case TarEntryKind.HardLink:
                MakeHardLink(entry, parent, name);
                break;
            case TarEntryKind.CharacterDevice or TarEntryKind.BlockDevice or TarEntryKind.Fifo:
                var kind = entry.Kind switch { TarEntryKind.Fifo => FileKind.Fifo, TarEntryKind.BlockDevice => FileKind.BlockDevice, _ => FileKind.CharacterDevice };
                parent.MakeNode(name, kind, entry.DeviceMajor, entry.DeviceMinor);
                parent.SetMetadata(name, Allowed(entry.Metadata), kind);
                break;
        }
    }

    private void MakeFolder(TarEntry entry, EntryPath path, DirectoryHandle parent, FilePath name)
    {
        if (parent.TryStat(name) is null)
        {
            parent.MakeDirectory(name, FolderMaker.Mode);
        }

        parent.SetMetadata(name, Allowed(entry.Metadata), FileKind.Directory);
        _times.Set(path, entry.Metadata);
    }

    private void MakeHardLink(TarEntry entry, DirectoryHandle parent, FilePath name)
    {
        var target = ParseBelow(entry.LinkName!.Value);
        if (target?.Name is not { } targetName)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid hardlink \"{entry.Name}\" -> \"{entry.LinkName}\"");
        }

        using var holder = tree.Root.OpenInRoot(Below(target.Parent));
        parent.MakeHardLink(name, holder, targetName);
    }

    // Clears the way for an entry. False where there is nothing to be made: a link to itself.
    private bool MakeRoom(TarEntry entry, DirectoryHandle parent, FilePath name)
    {
        if (parent.TryStat(name) is not { } there)
        {
            return true;
        }

        var (wasFolder, becomesFolder) = (there.Kind == FileKind.Directory, entry.Kind == TarEntryKind.Directory);
        if (options.KeepsKinds && wasFolder != becomesFolder)
        {
            throw new WhelkException(
                ErrorCode.InvalidArgument,
                wasFolder ? $"cannot overwrite directory \"{folder}/{entry.Name}\" with non-directory \"{folder}\"" : $"cannot overwrite non-directory \"{folder}/{entry.Name}\" with directory \"{folder}\"");
        }

        if (wasFolder && becomesFolder)
        {
            return true;
        }

        if (entry.Kind == TarEntryKind.HardLink && IsItself(entry, parent, name))
        {
            return false;
        }

        parent.RemoveTree(name);
        return true;
    }

    private bool IsItself(TarEntry entry, DirectoryHandle parent, FilePath name)
    {
        if (ParseBelow(entry.LinkName!.Value) is not { Name: { } targetName } target)
        {
            return false;
        }

        using var holder = tree.Root.OpenInRoot(Below(target.Parent));
        return parent.IsSame(name, holder, targetName);
    }

    private FileMetadata Allowed(FileMetadata metadata)
    {
        var allowed = OverlayAttributes.Without(metadata with { Uid = options.Owner?.Uid ?? metadata.Uid, Gid = options.Owner?.Gid ?? metadata.Gid });
        return tree.Ids is not { } ids ? allowed : allowed with
        {
            Uid = ids.ToHost(allowed.Uid),
            Gid = ids.ToHost(allowed.Gid),
            Attributes = [.. allowed.Attributes.Select(attribute => attribute.Name == CapabilityAttribute.Name ? attribute with { Value = CapabilityAttribute.ToHost(attribute.Value, ids) } : attribute)],
        };
    }
}
