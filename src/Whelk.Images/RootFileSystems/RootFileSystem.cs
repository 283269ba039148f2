using Whelk.Images.Storage;
using Whelk.Linux.Files;
using Whelk.Linux.Mounts;

namespace Whelk.Images.RootFileSystems;

/// <summary>
/// The root of a workload: an image's layers with the workload's own changes above them. In the workload's folder: "upper" holds the changes,
/// "work" is overlayfs's own, "merged" is where it is mounted.
/// </summary>
public static class RootFileSystem
{
    private const string UpperName = "upper";
    private const string WorkName = "work";

    /// <summary>Mounts it and returns where. Changes of an earlier mount are there again; what is mounted already stays as it is.</summary>
    /// <exception cref="Whelk.Errors.WhelkException">What the kernel says; nothing is mounted then.</exception>
    public static string Mount(Image image, string workloadDirectory)
    {
        var target = PathIn(workloadDirectory);
        if (MountTable.Contains(target))
        {
            return target;
        }

        Prepare(image, workloadDirectory).Mount(target);
        return target;
    }

    /// <summary>Makes the folders, for a mount that another process makes in a namespace of its own.</summary>
    public static OverlayMount Prepare(Image image, string workloadDirectory)
    {
        var upper = Path.Combine(workloadDirectory, UpperName);
        var work = Path.Combine(workloadDirectory, WorkName);
        if (!Directory.Exists(upper))
        {
            MakeUpper(upper, image);
        }

        Directory.CreateDirectory(work);
        Directory.CreateDirectory(PathIn(workloadDirectory));
        return new OverlayMount { Lower = image.LayerDirectories, Upper = upper, Work = work };
    }

    /// <summary>Where <see cref="Mount"/> mounts, whether it has or not.</summary>
    public static string PathIn(string workloadDirectory) => TemporaryDirectory.MountPointIn(workloadDirectory);

    /// <summary>Unmounts it; the changes stay. May be called twice, and where nothing is mounted.</summary>
    public static void Unmount(string workloadDirectory) => Linux.Mounts.Mount.Remove(PathIn(workloadDirectory));

    /// <summary>Unmounts it and removes the changes. May be called twice.</summary>
    public static void Remove(string workloadDirectory)
    {
        if (!Directory.Exists(workloadDirectory))
        {
            return;
        }

        Unmount(workloadDirectory);
        using var directory = DirectoryHandle.Open(workloadDirectory);
        foreach (var name in (string[])["merged", WorkName, UpperName])
        {
            directory.RemoveTree(FilePath.From(name));
        }
    }

    // The root of an overlay looks like the root of its upper layer, so that gets the look of the image's own root.
    private static void MakeUpper(string upper, Image image)
    {
        Directory.CreateDirectory(upper);
        using var source = DirectoryHandle.Open(image.LayerDirectories[^1]);
        using var target = DirectoryHandle.Open(upper);
        var self = FilePath.From("."u8);
        target.CopyOwnerAndMode(self, source.TryStat(self)!);
    }
}
