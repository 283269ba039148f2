using Whelk.Archives.Tar;
using Whelk.Archives.Trees;
using Whelk.Errors;
using Whelk.Linux.Files;

namespace Whelk.Images.Layers;

internal sealed partial class LayerUnpacker
{
    private static readonly ExtendedAttribute Opaque = new(FilePath.From("trusted.overlay.opaque"u8), "y"u8.ToArray());

    private void MakeFile(TarEntry entry, TarReader archive, DirectoryHandle parent, FilePath name, CancellationToken cancellationToken)
    {
        Clear(parent, name);
        using var file = parent.CreateFile(name);
        _content.CopyTo(file, entry, archive, cancellationToken);
        file.SetMetadata(OverlayAttributes.Without(entry.Metadata));
        _size += entry.Size;
    }

    private void MakeDirectory(TarEntry entry, EntryPath path, DirectoryHandle parent, FilePath name)
    {
        var existing = parent.TryStat(name);
        if (existing?.Kind != FileKind.Directory)
        {
            Clear(parent, name);
            parent.MakeDirectory(name, FolderMaker.Mode);
            if (IsWhiteout(existing))
            {
                parent.SetAttribute(name, Opaque);
            }
        }

        parent.SetMetadata(name, OverlayAttributes.Without(entry.Metadata), FileKind.Directory);
        _folders.Set(path, entry.Metadata);
    }

    private void MakeHardLink(TarEntry entry, DirectoryHandle parent, FilePath name)
    {
        var target = EntryPath.TryParse(entry.LinkName!.Value);
        if (target?.Name is not { } targetName)
        {
            throw InvalidHardLink(entry, "it leads out of the image's root");
        }

        using var targetParent = root.OpenBeneath(target.Parent);
        var status = targetParent.TryStat(targetName);
        if (status is null or { Kind: FileKind.Directory })
        {
            throw InvalidHardLink(entry, status is null ? "there is no such file in the layer" : "it is a directory");
        }

        if (targetParent.IsSame(targetName, parent, name))
        {
            return;
        }

        Clear(parent, name);
        parent.MakeHardLink(name, targetParent, targetName);
    }

    private void MakeNode(TarEntry entry, DirectoryHandle parent, FilePath name, FileKind kind)
    {
        Clear(parent, name);
        parent.MakeNode(name, kind, entry.DeviceMajor, entry.DeviceMinor);
        parent.SetMetadata(name, OverlayAttributes.Without(entry.Metadata), kind);
        _hasWhiteouts |= kind == FileKind.CharacterDevice && entry is { DeviceMajor: 0, DeviceMinor: 0 };
    }

    // A whiteout hides what lower layers have of this name; what this layer itself has of it stays (OCI image specification, layer.md).
    private void ApplyWhiteout(Whiteout whiteout, DirectoryHandle parent)
    {
        if (whiteout.IsMarker)
        {
            return;
        }

        _hasWhiteouts = true;
        if (whiteout.Hidden is not { } hidden)
        {
            parent.SetAttribute(FilePath.From("."u8), Opaque);
            return;
        }

        switch (parent.TryStat(hidden)?.Kind)
        {
            case null:
                parent.MakeNode(hidden, FileKind.CharacterDevice, 0, 0);
                break;
            case FileKind.Directory:
                parent.SetAttribute(hidden, Opaque);
                break;
            default:
                break;
        }
    }

    // The later of two entries with one name wins, whatever they are.
    private static void Clear(DirectoryHandle parent, FilePath name)
    {
        if (parent.TryStat(name) is not null)
        {
            parent.RemoveTree(name);
        }
    }

    private static bool IsWhiteout(FileStatus? status) => status is { Kind: FileKind.CharacterDevice, Device: 0 };

    private static WhelkException InvalidHardLink(TarEntry entry, string reason) =>
        new(ErrorCode.Corrupt, $"invalid hardlink \"{entry.Name}\" -> \"{entry.LinkName}\": {reason}");
}
