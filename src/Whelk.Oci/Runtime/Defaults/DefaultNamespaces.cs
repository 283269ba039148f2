namespace Whelk.Oci.Runtime.Defaults;

/// <summary>The namespaces that Docker gives every container on a host with cgroup v1; on v2 a cgroup namespace comes on top.</summary>
public static class DefaultNamespaces
{
    public static IReadOnlyList<string> Types { get; } =
        [NamespaceTypes.Mount, NamespaceTypes.Network, NamespaceTypes.Uts, NamespaceTypes.Pid, NamespaceTypes.Ipc];
}
