namespace Whelk.Oci.Runtime.Defaults;

/// <summary>The namespaces that Docker gives every container.</summary>
public static class DefaultNamespaces
{
    private static readonly string[] Always = [NamespaceTypes.Mount, NamespaceTypes.Network, NamespaceTypes.Uts, NamespaceTypes.Pid, NamespaceTypes.Ipc];

    /// <summary>
    /// For a host with control groups of this version. With version 2 a workload gets a cgroup namespace: it finds its own limits in
    /// /sys/fs/cgroup, and does not see the host's groups (moby: default-cgroupns-mode "private" on version 2, "host" on version 1).
    /// </summary>
    public static IReadOnlyList<string> TypesOn(int cgroupVersion) => cgroupVersion == 2 ? [.. Always, NamespaceTypes.Cgroup] : Always;
}
