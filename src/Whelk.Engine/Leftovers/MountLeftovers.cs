using Whelk.Linux.Mounts;

namespace Whelk.Engine.Leftovers;

/// <summary>Mounts on the host below a daemon's folders. Looked for only where nothing lives: which workload uses which of them only a daemon knows.</summary>
internal static class MountLeftovers
{
    internal static IReadOnlyList<Leftover> Of(EnginePaths paths) =>
    [
        // The innermost first. Those of namespaces are found with the networks.
        .. MountTable.Points().Reverse()
            .Where(point => IsBelow(paths.Mounts, point) || IsBelow(paths.RunWorkloads, point) || IsBelow(paths.Workloads, point) || IsBelow(paths.Images, point))
            .Select(point => new Leftover($"mount at {point}", () =>
            {
                Mount.Remove(point);
                return Task.CompletedTask;
            })),
    ];

    private static bool IsBelow(string folder, string path) => path == folder || path.StartsWith($"{folder}/", StringComparison.Ordinal);
}
