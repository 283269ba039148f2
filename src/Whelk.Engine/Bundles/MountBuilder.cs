using Whelk.Errors;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>The mounts of a workload: the kernel's, the files with its names, what the user binds.</summary>
internal static class MountBuilder
{
    private static readonly string[] Propagations = ["shared", "rshared", "slave", "rslave", "private", "rprivate"];

    // SELinux' labels and what other systems' file sharing takes as a hint.
    private static readonly string[] Ignored = ["z", "Z", "consistent", "cached", "delegated", "nocopy"];

    internal static IReadOnlyList<MountSpec> Build(BundleInput input)
    {
        var host = input.Spec.Options.Host;
        IEnumerable<MountSpec> own =
        [
            Bind(input.Paths.ResolvConf, "/etc/resolv.conf"),
            Bind(input.Paths.Hostname, "/etc/hostname"),
            Bind(input.Paths.Hosts, "/etc/hosts"),
            .. host.Tmpfs.Select(tmpfs => Tmpfs(tmpfs.Key, tmpfs.Value)),
            .. host.Binds.Select(Parse),
        ];

        // As Docker: a folder before what is mounted in it, else in the order asked for.
        return
        [
            .. DefaultMounts.WithShmSize(host.ShmSize > 0 ? host.ShmSize : DefaultMounts.DefaultShmSize),
            .. own.OrderBy(mount => mount.Destination.Split('/', StringSplitOptions.RemoveEmptyEntries).Length),
        ];
    }

    /// <summary>Reads source:target[:options].</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words; Unsupported for a named volume.</exception>
    internal static MountSpec Parse(string bind)
    {
        var parts = bind.Split(':');
        if (parts.Length is < 2 or > 3 || parts[0].Length == 0 || parts[1].Length == 0 || bind.Contains('\0'))
        {
            throw Invalid(bind, string.Empty);
        }

        if (!parts[0].StartsWith('/'))
        {
            throw new WhelkException(ErrorCode.Unsupported, $"invalid volume specification: '{bind}': named volumes are not supported by this version; bind a path of the host");
        }

        return new MountSpec
        {
            Destination = TargetOf(bind, parts[1]),
            Type = "bind",
            Source = parts[0],
            Options = ["rbind", .. ModeOf(bind, parts.Length == 3 ? parts[2].Split(',') : [])],
        };
    }

    // Cleaned as Docker does: "/x/.." is the root, however it is written.
    private static string TargetOf(string bind, string target)
    {
        if (!target.StartsWith('/'))
        {
            throw Invalid(bind, $": invalid mount config for type \"bind\": invalid mount path: '{target}' mount path must be absolute");
        }

        var clean = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        return clean == "/" ? throw Invalid(bind, ": invalid mount config for type \"bind\": invalid specification: destination can't be '/'") : clean;
    }

    private static string[] ModeOf(string bind, string[] words)
    {
        var access = Array.FindAll(words, word => word is "ro" or "rw");
        var propagation = Array.FindAll(words, Propagations.Contains);
        var known = access.Length + propagation.Length + words.Count(Ignored.Contains);
        return known == words.Length && access.Length <= 1 && propagation.Length <= 1
            ? [access.FirstOrDefault("rw"), propagation.FirstOrDefault("rprivate")]
            : throw Invalid(bind, $": invalid mode: {string.Join(',', words)}");
    }

    private static WhelkException Invalid(string bind, string reason) => new(ErrorCode.InvalidArgument, $"invalid volume specification: '{bind}'{reason}");

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
