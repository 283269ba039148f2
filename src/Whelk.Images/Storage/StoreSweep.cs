using Whelk.Linux.Files;
using Whelk.Linux.Mounts;
using Whelk.Oci.Digests;

namespace Whelk.Images.Storage;

/// <summary>Removes what no image has: after a removal, and after a crash. Only while nothing is being added.</summary>
internal static class StoreSweep
{
    public static void Run(StoreLayout layout, StoreContent content)
    {
        var images = content.Images.Values;
        var layers = images.SelectMany(image => image.Config.Rootfs.DiffIds).Select(diffId => Digest.Parse(diffId).Hex).ToHashSet();
        Keep(layout.Layers, layers);
        Keep(layout.Blobs, images.Select(image => image.Id.Hex).ToHashSet());
        Keep(layout.Erofs, images.Select(image => Path.GetFileName(layout.ErofsFile(image.Id))).ToHashSet());
    }

    /// <summary>Removes all work in progress, which nobody can be doing yet.</summary>
    public static void ClearScratch(StoreLayout layout)
    {
        foreach (var folder in Directory.EnumerateDirectories(layout.Scratch))
        {
            Mount.Remove(TemporaryDirectory.MountPointIn(folder));
        }

        Keep(layout.Scratch, []);
    }

    private static void Keep(string folder, HashSet<string> wanted)
    {
        using var directory = DirectoryHandle.Open(folder);
        foreach (var name in directory.ReadNames().Where(name => !wanted.Contains(name.ToString())))
        {
            directory.RemoveTree(name);
        }
    }
}
