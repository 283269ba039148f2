using Whelk.Engine.Workloads;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>The mounts of a workload: the kernel's, the files with its names, what the user binds.</summary>
internal static class MountBuilder
{
    internal static IReadOnlyList<MountSpec> Build(BundleInput input)
    {
        var host = input.Spec.Options.Host;
        IEnumerable<MountSpec> own =
        [
            Bind(input.Paths.ResolvConf, "/etc/resolv.conf"),
            Bind(input.Paths.Hostname, "/etc/hostname"),
            Bind(input.Paths.Hosts, "/etc/hosts"),
            .. host.Tmpfs.Select(tmpfs => Tmpfs(tmpfs.Key, tmpfs.Value)),
            .. input.Spec.Mounts.Select(Of),
        ];

        // As Docker: a folder before what is mounted in it, else in the order asked for.
        return
        [
            .. DefaultMounts.WithShmSize(host.ShmSize > 0 ? host.ShmSize : DefaultMounts.DefaultShmSize),
            .. own.OrderBy(mount => mount.Destination.Split('/', StringSplitOptions.RemoveEmptyEntries).Length),
        ];
    }

    private static MountSpec Of(WorkloadMount mount) => mount.Kind == MountKind.Tmpfs ? Tmpfs(mount.Destination, mount.TmpfsOptions) : new MountSpec
    {
        Destination = mount.Destination,
        Type = "bind",
        Source = mount.Source,
        Options = [mount.Recursive ? "rbind" : "bind", mount.ReadOnly ? "ro" : "rw", mount.Propagation],
    };

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
