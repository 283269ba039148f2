using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>A workload's namespaces: its own, another's by path, or the host's by being left out.</summary>
internal static class NamespaceBuilder
{
    internal static IReadOnlyList<LinuxNamespace> Build(BundleInput input) =>
    [
        .. input.UserNamespace is { } users ? [new LinuxNamespace { Type = NamespaceTypes.User, Path = users }] : Array.Empty<LinuxNamespace>(),
        .. DefaultNamespaces.TypesOn(input.CgroupVersion).Where(type => !IsHosts(input, type)).Select(type => new LinuxNamespace { Type = type, Path = PathOf(input, type) }),
    ];

    private static bool IsHosts(BundleInput input, string type)
    {
        var modes = input.Spec.Options.Host.Namespaces;
        return NamespaceModes.Host == type switch
        {
            NamespaceTypes.Network => input.OnHost ? NamespaceModes.Host : string.Empty,
            NamespaceTypes.Pid => modes.Pid,
            NamespaceTypes.Ipc => modes.Ipc,
            NamespaceTypes.Uts => modes.Uts,
            NamespaceTypes.Cgroup => modes.Cgroup,
            _ => string.Empty,
        };
    }

    private static string? PathOf(BundleInput input, string type) => type switch
    {
        NamespaceTypes.Network => input.Place?.NamespacePath,
        NamespaceTypes.Pid => input.PidNamespace,
        NamespaceTypes.Ipc => input.IpcNamespace,
        _ => null,
    };
}
