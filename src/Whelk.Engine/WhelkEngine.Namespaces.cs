using Whelk.Engine.Bundles;
using Whelk.Engine.Files;
using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>What a workload shares with another, or with the host.</summary>
public sealed partial class WhelkEngine
{
    private const string HostSharedMemory = "/dev/shm";

    private BundleInput Shared(BundleInput input)
    {
        var modes = input.Spec.Options.Host.Namespaces;
        return modes == NamespaceOptions.Own ? input : input with
        {
            PidNamespace = NamespaceModes.JoinedBy(modes.Pid) is { } process ? NamespaceOf(process, "PID", "pid", _ => true) : null,
            IpcNamespace = NamespaceModes.JoinedBy(modes.Ipc) is { } memory ? NamespaceOf(memory, "IPC", "ipc", IsShareable) : null,
            SharedMemory = SharedMemoryOf(input.Spec),
        };
    }

    private string NamespaceOf(string name, string kind, string file, Func<Workload, bool> allowed)
    {
        var other = Workloads.Find(name);
        return other.State switch
        {
            WorkloadState.Running when !allowed(other) => throw new WhelkException(ErrorCode.InvalidArgument, $"container {other.Spec.Id}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)"),
            WorkloadState.Running running => RunningRoot.NamespaceOf(running.Pid, other.Cgroup, file),
            _ => throw new WhelkException(ErrorCode.Conflict, $"cannot join {kind} of a non running container: {other.Spec.Id}"),
        };
    }

    // A host's own, or that of the workload that shares it.
    private string? SharedMemoryOf(WorkloadSpec spec) => spec.Options.Host.Namespaces.Ipc switch
    {
        NamespaceModes.Host => HostSharedMemory,
        NamespaceModes.Shareable => _mounts.PathOf(SharedMemoryName(spec)),
        var mode when NamespaceModes.JoinedBy(mode) is { } other => SharedMemoryOf(Workloads.Find(other).Spec),
        _ => null,
    };

    private static string SharedMemoryName(WorkloadSpec spec) => $"shm-{spec.ShortId}";

    private static bool IsShareable(Workload workload) => workload.Spec.Options.Host.Namespaces.Ipc is NamespaceModes.Shareable or NamespaceModes.Host || NamespaceModes.JoinedBy(workload.Spec.Options.Host.Namespaces.Ipc) is not null;

    // Names may change hands; what was meant stays.
    private NamespaceOptions ById(NamespaceOptions modes) => modes with { Pid = ById(modes.Pid), Ipc = ById(modes.Ipc) };

    private string ById(string mode) => NamespaceModes.JoinedBy(mode) is { } other ? NetworkWords.SharedWith(Asked(other).Spec.Id) : mode;

    // As Docker: one that nobody has made yet is one that the start looks for.
    private string NetworkById(string mode) => NamespaceModes.JoinedBy(mode) is { } other && Workloads.TryFind(other) is { } found ? NetworkWords.SharedWith(found.Spec.Id) : mode;
}
