using Whelk.Archives.Trees;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Images;
using Whelk.Images.RootFileSystems;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;

namespace Whelk.Engine.Files;

/// <summary>What a workload whose upper side lies on the host has changed of its image; it may run meanwhile.</summary>
internal static class HostChanges
{
    /// <summary>Far more than any tree has that a person made.</summary>
    private const int Most = 4_000_000;

    internal static Task<IReadOnlyList<TreeChange>> FindAsync(Workload workload, Image image) => Task.Factory.StartNew<IReadOnlyList<TreeChange>>(
        () => Directory.Exists(workload.Paths.Upper) ? Find(workload, image) : [],
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static List<TreeChange> Find(Workload workload, Image image)
    {
        var changes = new List<TreeChange>();
        var place = Directory.CreateDirectory(Path.Combine(workload.Paths.Data, $"lower-{Guid.NewGuid():N}")).FullName;
        try
        {
            DirectoryHandle? lower = null;
            using var thread = NamespaceThread.WithPrivateMounts(() => lower = OpenLower(image, place));
            using (lower)
            {
                using var upper = DirectoryHandle.Open(workload.Paths.Upper);
                new TreeChanges(MadeByRuntimes.Paths, change => Add(changes, change)).Find(upper, lower!);
            }
        }
        finally
        {
            Directory.Delete(place);
        }

        return changes;
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

    private static void Add(List<TreeChange> changes, TreeChange change)
    {
        if (changes.Count >= Most)
        {
            throw new WhelkException(ErrorCode.Unavailable, $"more than {Most} files have changed");
        }

        changes.Add(change);
    }
}
