using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>The mounts of a workload: the kernel's, the files with its names, what the user binds.</summary>
internal static class MountBuilder
{
    internal static IReadOnlyList<MountSpec> Build(BundleInput input)
    {
        var host = input.Spec.Options.Host;
        return
        [
            .. DefaultMounts.WithShmSize(host.ShmSize > 0 ? host.ShmSize : DefaultMounts.DefaultShmSize),
            Bind(input.Paths.ResolvConf, "/etc/resolv.conf"),
            Bind(input.Paths.Hostname, "/etc/hostname"),
            Bind(input.Paths.Hosts, "/etc/hosts"),
            .. host.Tmpfs.Select(tmpfs => Tmpfs(tmpfs.Key, tmpfs.Value)),
            .. host.Binds.Select(Parse),
        ];
    }

    /// <summary>Reads source:target[:options].</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words; Unsupported for a named volume.</exception>
    internal static MountSpec Parse(string bind)
    {
        var parts = bind.Split(':');
        if (parts.Length is < 2 or > 3 || parts[1].Length == 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid volume specification: '{bind}'");
        }

        if (!parts[0].StartsWith('/'))
        {
            throw new WhelkException(ErrorCode.Unsupported, $"invalid volume specification: '{bind}': named volumes are not supported by this version; bind a path of the host");
        }

        if (!parts[1].StartsWith('/') || parts[1] == "/")
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"invalid volume specification: '{bind}': invalid mount config for type \"bind\": invalid mount path: '{parts[1]}' mount path must be absolute");
        }

        var options = parts.Length == 3 ? parts[2].Split(',') : [];
        return new MountSpec
        {
            Destination = parts[1],
            Type = "bind",
            Source = parts[0],
            Options = ["rbind", options.Contains("ro") ? "ro" : "rw", "rprivate"],
        };
    }

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
