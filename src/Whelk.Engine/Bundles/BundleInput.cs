using Whelk.Engine.Networks;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Users;
using Whelk.Engine.Workloads;

namespace Whelk.Engine.Bundles;

/// <summary>All that config.json is made of.</summary>
internal sealed record BundleInput
{
    public required WorkloadSpec Spec { get; init; }

    public required WorkloadPaths Paths { get; init; }

    public required RuntimeRecord Runtime { get; init; }

    public required ResolvedUser User { get; init; }

    /// <summary>The workload's cgroup, as "/a/b".</summary>
    public required string Cgroup { get; init; }

    /// <summary>The version of the host's control groups, 1 or 2.</summary>
    public required int CgroupVersion { get; init; }

    /// <summary>Null gives a namespace with loopback alone.</summary>
    public NetworkPlace? Place { get; init; }

    /// <summary>Whose hostname, hosts and resolv.conf it gets; null for its own.</summary>
    public WorkloadPaths? NameFilesOf { get; init; }

    /// <summary>Lines of its hosts file for the workloads that it is linked to on the daemon's own bridge.</summary>
    public IReadOnlyList<string> Linked { get; init; } = [];

    /// <summary>Whether it is on the host's network.</summary>
    internal bool OnHost => Place is { NamespacePath: null };

    /// <summary>The host's folder that the root is mounted on, where the runtime takes one.</summary>
    public required string RootFolder { get; init; }

    /// <summary>Where the workload's user namespace is found; null where its users are the host's.</summary>
    public string? UserNamespace { get; init; }

    /// <summary>The pid namespace of another workload to join; null for none.</summary>
    public string? PidNamespace { get; init; }

    /// <summary>The ipc namespace of another workload to join; null for none.</summary>
    public string? IpcNamespace { get; init; }

    /// <summary>The host's folder that is /dev/shm; null for memory of its own.</summary>
    public string? SharedMemory { get; init; }

    /// <summary>The init to run the workload under; null for none.</summary>
    public string? InitProgram { get; init; }

    /// <summary>Whether the workload's own program is not run: its namespaces and mounts alone are wanted.</summary>
    public bool OnlyHeld { get; init; }

    /// <summary>The image's EROFS file where the runtime takes the root so.</summary>
    public string? RootImage { get; init; }
}
