using Whelk.Engine.Volumes;
using Whelk.Linux.Files;

namespace Whelk.Engine.Leftovers;

/// <summary>Folders that there is no record for.</summary>
internal static class FolderLeftovers
{
    /// <summary>Of workloads that were removed, or whose creation was cut off.</summary>
    internal static IReadOnlyList<Leftover> OfWorkloads(LeftoverScope scope)
    {
        List<(string Path, string What)> folders = [.. In(scope.Paths.Workloads, "files"), .. In(scope.Paths.RunWorkloads, "folder of a run")];
        var known = scope.Known();
        return [.. folders.Where(folder => !known.Contains(LeftoverScope.Short(Path.GetFileName(folder.Path))) && Directory.Exists(folder.Path)).Select(folder => Of(folder.Path, folder.What))];
    }

    /// <summary>Work that was in progress when a daemon was killed: layers that were being unpacked, images packed, checks of the doctor.</summary>
    internal static IReadOnlyList<Leftover> OfWork(EnginePaths paths) =>
    [
        .. In(Path.Combine(paths.Images, "tmp"), "unfinished layer or image").Select(folder => Of(folder.Path, folder.What)),
        .. In(paths.Root, "trial").Where(folder => Path.GetFileName(folder.Path).StartsWith(EnginePaths.TrialPrefix, StringComparison.Ordinal)).Select(folder => Of(folder.Path, folder.What)),
    ];

    /// <summary>Volumes whose making or removal was cut off.</summary>
    internal static IReadOnlyList<Leftover> OfVolumes(VolumeStore volumes) => [.. volumes.Unrecorded().Select(name => new Leftover($"volume {name}, half made or half removed", () =>
    {
        volumes.RemoveUnrecorded(name);
        return Task.CompletedTask;
    }))];

    private static IEnumerable<(string Path, string What)> In(string folder, string what) => (Directory.Exists(folder) ? Directory.GetDirectories(folder) : []).Select(path => (path, what));

    private static Leftover Of(string folder, string what) => new($"{what}: {folder}", () =>
    {
        using var parent = DirectoryHandle.Open(Path.GetDirectoryName(folder)!);
        parent.RemoveTree(FilePath.From(Path.GetFileName(folder)));
        return Task.CompletedTask;
    });
}
