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
        new(!IsSandboxs(config, NamespaceTypes.Uts, sandboxPid), !IsSandboxs(config, NamespaceTypes.Ipc, sandboxPid), IsSandboxs(config, NamespaceTypes.Pid, sandboxPid));

    /// <summary>What of the container's is neither its own nor its sandbox's.</summary>
    internal static IEnumerable<string> Foreign(RuntimeSpec config, int sandboxPid)
    {
        var given = config.Linux?.Namespaces ?? [];
        foreach (var ns in given.Where(ns => ns.Path is { Length: > 0 } && ns.Type is NamespaceTypes.Uts or NamespaceTypes.Ipc or NamespaceTypes.Pid && !IsSandboxs(ns, sandboxPid)))
        {
            yield return $"the {ns.Type} namespace {ns.Path}, which is not its sandbox's";
        }

        var network = given.FirstOrDefault(ns => ns.Type == NamespaceTypes.Network);
        if (network?.Path is not { Length: > 0 } path || NetworkNamespace.IdentityOf(path) != NetworkNamespace.IdentityOf(PathOf(NamespaceTypes.Network, sandboxPid)))
        {
            yield return $"the network namespace {network?.Path ?? "of the host"}, which is not its sandbox's";
        }
    }

    private static bool IsSandboxs(RuntimeSpec config, string type, int sandboxPid) =>
        config.Linux?.Namespaces?.FirstOrDefault(ns => ns.Type == type) is { } given && IsSandboxs(given, sandboxPid);

    // By name: on the host the namespace itself is the host's.
    private static bool IsSandboxs(LinuxNamespace ns, int sandboxPid) => ns.Path == PathOf(ns.Type, sandboxPid);

    private static string PathOf(string type, int pid) => $"/proc/{pid}/ns/{(type == NamespaceTypes.Network ? "net" : type)}";
}
