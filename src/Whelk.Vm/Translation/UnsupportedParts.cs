using Whelk.Errors;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>Parts of config.json that no VM can honour. They are refused by name, all at once: dropped, they would be missed only by what relies on them.</summary>
internal static class UnsupportedParts
{
    // What every guest has (major, minor), so that asking for it asks for nothing.
    private static readonly Dictionary<string, (long Major, long Minor)> GuestDevices = new()
    {
        ["/dev/null"] = (1, 3), ["/dev/zero"] = (1, 5), ["/dev/full"] = (1, 7), ["/dev/random"] = (1, 8), ["/dev/urandom"] = (1, 9),
        ["/dev/tty"] = (5, 0), ["/dev/console"] = (5, 1), ["/dev/ptmx"] = (5, 2),
    };

    private static readonly string[] OwnAlways = [NamespaceTypes.Pid, NamespaceTypes.Ipc, NamespaceTypes.Uts];
    private static readonly HashSet<string> IdMappingOptions = ["idmap", "ridmap"];

    /// <param name="config">What was asked.</param>
    /// <param name="sandboxPid">Of the monitor of the sandbox that the container joins; null where it has a machine of its own.</param>
    /// <param name="members">The monitors of the pod's containers, with the containers' ids.</param>
    /// <exception cref="WhelkException">Unsupported, with everything that is.</exception>
    internal static void Refuse(RuntimeSpec config, int? sandboxPid, IReadOnlyDictionary<int, string> members)
    {
        var found = Devices(config).Concat(sandboxPid is { } pid ? InPod(config, pid, members) : Namespaces(config)).Concat(IdMappings(config)).Concat(Hooks(config)).ToList();
        if (found.Count > 0)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"a virtual machine cannot have: {string.Join("; ", found)}");
        }
    }

    /// <summary>Whether it is a pod of the host's network, which has the host's name as well: of either, a machine has its own.</summary>
    internal static bool IsOfHostNetwork(RuntimeSpec config) => Annotations.Of(config, Annotations.ContainerType) == Annotations.Sandbox
        && (config.Linux?.Namespaces ?? []).All(ns => ns.Type is not (NamespaceTypes.Network or NamespaceTypes.Uts));

    // Where every device is allowed, the list is all that the host has, as engines make it for a privileged container: nothing of it was asked for by name.
    private static IEnumerable<string> Devices(RuntimeSpec config) => (config.Linux?.Resources?.Devices is { Count: > 0 } rules && rules[^1] is { Allow: true, Type: null or "a", Major: null or -1, Minor: null or -1 } ? [] : config.Linux?.Devices ?? [])
        .Where(device => !(GuestDevices.TryGetValue(device.Path, out var own) && (device.Major ?? own.Major, device.Minor ?? own.Minor) == own))
        .Select(device => $"the host's device {device.Path}");

    // That of the network is entered by the VM itself; the others are the guest's own, whatever they are called on the host.
    private static IEnumerable<string> Namespaces(RuntimeSpec config)
    {
        var given = config.Linux?.Namespaces ?? [];
        var joined = given.Where(ns => ns.Type == NamespaceTypes.User || (ns.Type != NamespaceTypes.Network && ns.Path is { Length: > 0 }))
            .Select(ns => ns.Path is { Length: > 0 } path ? $"the {ns.Type} namespace {path}" : $"a {ns.Type} namespace");

        // One that is left out is the host's. A configuration without any says nothing of them.
        return given.Count == 0 ? joined : joined.Concat(OwnAlways.Where(type => given.All(ns => ns.Type != type) && !(type == NamespaceTypes.Uts && IsOfHostNetwork(config))).Select(type => $"the host's {type} namespace"));
    }

    // What the machine as a whole has is its sandbox's to say.
    private static IEnumerable<string> InPod(RuntimeSpec config, int sandboxPid, IReadOnlyDictionary<int, string> members) => PodNamespaces.Foreign(config, sandboxPid, members)
        .Concat((config.Linux?.Namespaces ?? []).Where(ns => ns.Type == NamespaceTypes.User).Select(static _ => "a user namespace"))
        .Concat((config.Linux?.Sysctl ?? new Dictionary<string, string>()).Keys.Select(key => $"{key}: sysctls of a pod are its sandbox's"));

    private static IEnumerable<string> IdMappings(RuntimeSpec config)
    {
        if (config.Linux is { UidMappings.Count: > 0 } or { GidMappings.Count: > 0 })
        {
            yield return "uidMappings and gidMappings of a user namespace";
        }

        foreach (var mount in config.Mounts ?? [])
        {
            if (mount is { UidMappings.Count: > 0 } or { GidMappings.Count: > 0 } || (mount.Options ?? []).Any(IdMappingOptions.Contains))
            {
                yield return $"id mappings of the mount on {mount.Destination}";
            }
        }
    }

    // They would run inside the container's namespaces, where the host's programs are not.
    private static IEnumerable<string> Hooks(RuntimeSpec config)
    {
        foreach (var hook in config.Hooks?.CreateContainer ?? [])
        {
            yield return $"the createContainer hook {hook.Path}";
        }

        foreach (var hook in config.Hooks?.StartContainer ?? [])
        {
            yield return $"the startContainer hook {hook.Path}";
        }
    }
}
