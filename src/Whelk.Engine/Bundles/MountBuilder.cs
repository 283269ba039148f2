using Whelk.Engine.Workloads;
using Whelk.Linux.Mounts;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>The mounts of a workload: the kernel's, the files with its names, what the user binds.</summary>
internal static class MountBuilder
{
    internal static IReadOnlyList<MountSpec> Build(BundleInput input)
    {
        var host = input.Spec.Options.Host;
        List<MountSpec> asked = [.. host.Tmpfs.Select(tmpfs => Tmpfs(tmpfs.Key, tmpfs.Value)), .. input.Spec.Mounts.Select(Of)];
        var names = input.NameFilesOf ?? input.Paths;
        IEnumerable<MountSpec> own =
        [
            Bind(names.ResolvConf, "/etc/resolv.conf"),
            Bind(names.Hostname, "/etc/hostname"),
            Bind(names.Hosts, "/etc/hosts"),
            .. input.InitProgram is { } init ? [Bind(init, ProcessBuilder.InitPath) with { Options = ["bind", "ro"] }] : Array.Empty<MountSpec>(),
            .. asked,
        ];

        // As Docker: a folder before what is mounted in it, else in the order asked for.
        return
        [
            .. Kernels(input).Where(mount => !asked.Exists(other => Covers(other, mount))),
            .. own.OrderBy(mount => mount.Destination.Split('/', StringSplitOptions.RemoveEmptyEntries).Length),
        ];
    }

    private static IEnumerable<MountSpec> Kernels(BundleInput input)
    {
        var host = input.Spec.Options.Host;
        foreach (var mount in DefaultMounts.WithShmSize(host.ShmSize > 0 ? host.ShmSize : DefaultMounts.DefaultShmSize))
        {
            switch (mount.Destination)
            {
                case "/dev/shm" when host.Namespaces.Ipc == NamespaceModes.None:
                    break;
                case "/dev/shm" when input.SharedMemory is { } folder:
                    yield return Bind(folder, mount.Destination);
                    break;
                case "/sys" or "/sys/fs/cgroup" when host.Privileged:
                    yield return mount with { Options = [.. mount.Options!.Where(option => option != "ro")] };
                    break;
                default:
                    yield return mount;
                    break;
            }
        }
    }

    // As Docker: what a user mounts takes the place of what is there by itself; a /dev of the user's, of all that is in it.
    private static bool Covers(MountSpec asked, MountSpec mount) =>
        asked.Destination == mount.Destination || (asked.Destination == "/dev" && mount.Destination.StartsWith("/dev/", StringComparison.Ordinal));

    private static MountSpec Of(WorkloadMount mount) => mount.Kind == MountKind.Tmpfs ? Tmpfs(mount.Destination, mount.TmpfsOptions) : new MountSpec
    {
        Destination = mount.Destination,
        Type = "bind",
        Source = mount.Source,
        Options = [mount.Recursive ? "rbind" : "bind", .. Mode(mount), mount.Propagation],
    };

    // As Docker since 25: what a user may not write he may not write below either. A runtime that does not know the second word makes the mount itself read-only.
    // Nothing is below a file, and crun (1.8) refuses the word there.
    private static IReadOnlyList<string> Mode(WorkloadMount mount) => !mount.ReadOnly ? ["rw"]
        : mount is { Recursive: true, ReadOnlyNonRecursive: false } && Mount.CanProtectTrees && Directory.Exists(mount.Source) ? ["ro", "rro"]
        : ["ro"];

    private static MountSpec Bind(string source, string destination) => new()
    {
        Destination = destination,
        Type = "bind",
        Source = source,
        Options = ["rbind", "rprivate"],
    };

    private static MountSpec Tmpfs(string destination, string options) => new()
    {
        Destination = destination,
        Type = "tmpfs",
        Source = "tmpfs",
        Options = ["noexec", "nosuid", "nodev", .. options.Split(',', StringSplitOptions.RemoveEmptyEntries)],
    };
}
