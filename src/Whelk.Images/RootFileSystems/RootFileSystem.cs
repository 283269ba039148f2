using Whelk.Images.Storage;
using Whelk.Linux.Files;

namespace Whelk.Images.RootFileSystems;

/// <summary>
/// The root of a workload: an image's layers with the workload's own changes above them. In the workload's folder: "upper" holds the changes,
/// "work" is overlayfs's own, "merged" is where it is mounted.
/// </summary>
public static class RootFileSystem
{
    private const string UpperName = "upper";
    private const string WorkName = "work";

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

    /// <summary>Where it is mounted, whether it is or not.</summary>
    public static string PathIn(string workloadDirectory) => TemporaryDirectory.MountPointIn(workloadDirectory);

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
