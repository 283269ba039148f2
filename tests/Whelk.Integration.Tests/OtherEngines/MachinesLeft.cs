using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.OtherEngines;

/// <summary>What containers under whelk-vm may leave while their engine goes on: control groups, the runtime's folders and processes.</summary>
internal static class MachinesLeft
{
    // What the runtime has found out about the host stays, for the next machine.
    private const string RuntimesOwn = ".accelerator";

    /// <summary>In the engine's folder: the runtime's root for pods.</summary>
    internal const string PodsRoot = "cri/runtime";

    internal static IReadOnlyList<string> By(ReferenceEngine engine) =>
    [
        .. Groups(engine).SelectMany(Directory.EnumerateDirectories),
        .. Folders(engine),
        .. Leftovers.Of(engine.Folder).Where(one => one.Contains("whelk-vm --root", StringComparison.Ordinal) || one.Contains("virtiofsd", StringComparison.Ordinal)),
    ];

    /// <summary>The engine's own groups, which end with it.</summary>
    internal static IReadOnlyList<string> Groups(ReferenceEngine engine) =>
        [.. Directory.EnumerateDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup").Select(hierarchy => Path.Combine(hierarchy, engine.CgroupName)).Where(Directory.Exists)];

    // Where dockerd, where ctr (whose /run is above the host's), and where the handler for pods has the runtime keep them.
    private static IEnumerable<string> Folders(ReferenceEngine engine) =>
        from root in new[] { Path.Combine(engine.Root, "exec/runtime-runc"), Path.Combine(engine.Folder, "above/run/upper/containerd/runc"), Path.Combine(engine.Folder, PodsRoot) }
        where Directory.Exists(root)
        from space in Directory.EnumerateDirectories(root)
        from folder in Directory.EnumerateDirectories(space)
        where Path.GetFileName(folder) != RuntimesOwn
        select folder;
}
