using Whelk.Linux.Namespaces;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>
/// Which namespaces a container of a pod has in common with its sandbox. On the host a sandbox's are those of its monitor, and so are named by its pid; in the guest
/// they are the machine's own, but for the pids.
/// </summary>
/// <param name="OwnHostname">The container has a host name of its own.</param>
/// <param name="OwnIpc">The container has System V IPC of its own.</param>
/// <param name="SharesPids">The container sees the processes of its sandbox.</param>
internal sealed record PodNamespaces(bool OwnHostname, bool OwnIpc, bool SharesPids)
{
    /// <param name="config">The container's.</param>
    /// <param name="sandboxPid">Of the sandbox's monitor.</param>
    internal static PodNamespaces Of(RuntimeSpec config, int sandboxPid) =>
        new(!IsOf(config, NamespaceTypes.Uts, sandboxPid), !IsOf(config, NamespaceTypes.Ipc, sandboxPid), IsOf(config, NamespaceTypes.Pid, sandboxPid));

    /// <summary>The container of the same pod whose pids it is to see (kubectl debug asks for that); null where it sees its own, or its sandbox's.</summary>
    /// <param name="config">The container's.</param>
    /// <param name="members">The monitors of the pod's containers, with the containers' ids.</param>
    internal static string? PidsOf(RuntimeSpec config, IReadOnlyDictionary<int, string> members) =>
        members.FirstOrDefault(member => IsOf(config, NamespaceTypes.Pid, member.Key)).Value;

    /// <summary>What of the container's is neither its own nor its sandbox's, nor the pids of another container in it.</summary>
    internal static IEnumerable<string> Foreign(RuntimeSpec config, int sandboxPid, IReadOnlyDictionary<int, string> members)
    {
        var given = config.Linux?.Namespaces ?? [];
        foreach (var ns in given.Where(ns => ns.Path is { Length: > 0 } && ns.Type is NamespaceTypes.Uts or NamespaceTypes.Ipc or NamespaceTypes.Pid && !IsOf(ns, sandboxPid) && !(ns.Type == NamespaceTypes.Pid && PidsOf(config, members) is not null)))
        {
            yield return $"the {ns.Type} namespace {ns.Path}, which is not its sandbox's";
        }

        var network = given.FirstOrDefault(ns => ns.Type == NamespaceTypes.Network);
        if (network?.Path is not { Length: > 0 } path || NetworkNamespace.IdentityOf(path) != NetworkNamespace.IdentityOf(PathOf(NamespaceTypes.Network, sandboxPid)))
        {
            yield return $"the network namespace {network?.Path ?? "of the host"}, which is not its sandbox's";
        }
    }

    private static bool IsOf(RuntimeSpec config, string type, int pid) =>
        config.Linux?.Namespaces?.FirstOrDefault(ns => ns.Type == type) is { } given && IsOf(given, pid);

    // By name: on the host the namespace itself is the host's.
    private static bool IsOf(LinuxNamespace ns, int pid) => ns.Path == PathOf(ns.Type, pid);

    private static string PathOf(string type, int pid) => $"/proc/{pid}/ns/{(type == NamespaceTypes.Network ? "net" : type)}";
}
