using Whelk.Archives.Trees;
using Whelk.Engine.Workloads;
using Whelk.Images;
using Whelk.Images.RootFileSystems;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;

namespace Whelk.Engine.Files;

/// <summary>What a workload whose upper side lies on the host has changed of its image; it may run meanwhile.</summary>
internal static class HostChanges
{
    /// <param name="workload">The workload.</param>
    /// <param name="image">Its image.</param>
    /// <param name="place">An empty folder to mount on, out of everybody's sight; many may use it at a time.</param>
    internal static Task<IReadOnlyList<TreeChange>> FindAsync(Workload workload, Image image, string place) => Task.Factory.StartNew(
        () => Directory.Exists(workload.Paths.Upper) ? Find(workload, image, place) : [],
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static IReadOnlyList<TreeChange> Find(Workload workload, Image image, string place)
    {
        var changes = new ChangeList();
        DirectoryHandle? lower = null;
        try
        {
            using var thread = NamespaceThread.WithPrivateMounts(() => lower = OpenLower(image, place));
            using var upper = DirectoryHandle.Open(workload.Paths.Upper);
            new TreeChanges(MadeByRuntimes.Paths, changes.Add).Find(upper, lower!);
            return changes.All;
        }
        finally
        {
            lower?.Dispose();
        }
    }

    private static DirectoryHandle OpenLower(Image image, string place)
    {
        if (image.LayerDirectories.Count == 1)
        {
            return DirectoryHandle.Open(image.LayerDirectories[0]);
        }

        new OverlayMount { Lower = image.LayerDirectories }.Mount(place);
        return DirectoryHandle.Open(place);
    }
}
