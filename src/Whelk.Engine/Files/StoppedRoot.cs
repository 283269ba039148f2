using Microsoft.Win32.SafeHandles;
using Whelk.Archives.Trees;
using Whelk.Engine.Workloads;
using Whelk.Images;
using Whelk.Images.RootFileSystems;
using Whelk.Linux.Files;
using Whelk.Linux.Mounts;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;

namespace Whelk.Engine.Files;

/// <summary>
/// The root of a workload that does not run, mounted for the time being where nobody else sees it: in the mount namespace of a thread, with which it goes,
/// however that ends. Nobody may start the workload meanwhile.
/// </summary>
internal static class StoppedRoot
{
    /// <summary>Mounts the overlay, and into it what is wanted of the workload's volumes and binds; memory that it mounts is empty by now and left out.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="image">Its image.</param>
    /// <param name="mounts">What is mounted into it.</param>
    /// <param name="mapping">How its user namespace sees its files, until this has returned; null where its users are the host's.</param>
    /// <param name="held">Disposed with the view.</param>
    internal static HostFileView Open(Workload workload, Image image, IReadOnlyList<WorkloadMount> mounts, IdMapping? mapping, IDisposable held)
    {
        var overlay = RootFileSystem.Prepare(image, workload.Paths.Data);
        DirectoryHandle? root = null;
        try
        {
            var thread = NamespaceThread.WithPrivateMounts(() =>
            {
                overlay.Mount(workload.Paths.Merged, mapping);
                root = DirectoryHandle.Open(workload.Paths.Merged);
                foreach (var mount in mounts.Where(mount => mount.Kind != MountKind.Tmpfs).OrderBy(mount => mount.Destination.Count(letter => letter == '/')))
                {
                    Mount(mount, root, mapping);
                }
            });
            return new HostFileView(root!, mapping?.Ids, thread, held);
        }
        catch (Exception)
        {
            // An open root keeps the overlay mounted, and its upper side must not be in two of them.
            root?.Dispose();
            throw;
        }
    }

    // The workload made what is there: its links lead to a place within its root, and the mount goes to the place, not to a path.
    private static void Mount(WorkloadMount mount, DirectoryHandle root, IdMapping? mapping)
    {
        using var detached = mapping is not null && mount.Kind == MountKind.Volume ? mapping.View(mount.Source, mount.Recursive) : DetachedMount.Of(mount.Source, mount.Recursive);
        if (mount.ReadOnly)
        {
            detached.Protect();
        }

        SafeFileHandle Place() => MakePlace(new FileTree(root).Resolve(TreePath.Parse(mount.Destination)), root, Directory.Exists(mount.Source));
        using var place = mapping is null ? Place() : FileOwner.Be(mapping.Ids.Start, Place);
        detached.MoveTo(place);
    }

    // What a start would make, too.
    private static SafeFileHandle MakePlace(TreePath path, DirectoryHandle root, bool isFolder)
    {
        using var folder = new FolderMaker(root.OpenInRoot).OpenOrMake(EntryPath.TryParse(path.Whole)!);
        if (folder.TryStat(path.Name) is null)
        {
            MakeEmpty(folder, path.Name, isFolder);
        }

        return folder.Hold(path.Name);
    }

    private static void MakeEmpty(DirectoryHandle folder, FilePath name, bool isFolder)
    {
        if (isFolder)
        {
            folder.MakeDirectory(name, FolderMaker.Mode);
        }
        else
        {
            folder.CreateFile(name).Dispose();
        }
    }
}
