using Whelk.Engine.Volumes;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Bundles;

/// <summary>Reads Docker's short form of a mount: source:target[:options], the source a path of the host or a volume's name.</summary>
public static class BindWords
{
    /// <summary>How mounts made later spread between host and workload. mount_namespaces(7).</summary>
    public static IReadOnlyList<string> Propagations { get; } = ["shared", "rshared", "slave", "rslave", "private", "rprivate"];

    /// <summary>What Docker writes for a volume that nobody said a mode for, whether there is SELinux or not.</summary>
    public const string SharedLabel = "z";

    // SELinux' labels and what other systems' file sharing takes as a hint.
    private static readonly string[] Ignored = ["z", "Z", "consistent", "cached", "delegated"];

    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    public static WorkloadMount Parse(string bind)
    {
        var parts = bind.Split(':');
        if (parts.Length is < 2 or > 3 || parts[0].Length == 0 || parts[1].Length == 0 || bind.Contains('\0'))
        {
            throw Invalid(bind, string.Empty);
        }

        var words = parts.Length == 3 ? parts[2].Split(',') : [];
        var path = parts[0].StartsWith('/');
        return new WorkloadMount
        {
            Kind = path ? MountKind.Bind : MountKind.Volume,
            Source = path ? parts[0] : string.Empty,
            Volume = path ? null : VolumeStore.CheckName(parts[0]),
            Destination = Target(parts[1], $"invalid volume specification: '{bind}': "),
            ReadOnly = words.Contains("ro"),
            Mode = parts.Length == 3 ? parts[2] : path ? string.Empty : SharedLabel,
            Propagation = PropagationOf(bind, words, path),
            MakesSource = true,
            CopiesUp = !words.Contains("nocopy"),
        };
    }

    /// <summary>A target, cleaned as Docker does: "/x/.." is the root, however it is written.</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words: it is relative, or the root.</exception>
    public static string Target(string target, string introduction, string type = "bind")
    {
        if (!target.StartsWith('/') || target.Contains('\0'))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"{introduction}invalid mount config for type \"{type}\": invalid mount path: '{target}' mount path must be absolute");
        }

        var clean = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        return clean == "/" ? throw new WhelkException(ErrorCode.InvalidArgument, $"{introduction}invalid mount config for type \"{type}\": invalid specification: destination can't be '/'") : clean;
    }

    private static string PropagationOf(string bind, string[] words, bool path)
    {
        var access = words.Count(word => word is "ro" or "rw");
        var propagation = path ? Array.FindAll(words, word => Propagations.Contains(word)) : [];
        var known = access + propagation.Length + words.Count(Ignored.Contains) + words.Count(word => word == "nocopy");
        return known == words.Length && access <= 1 && propagation.Length <= 1
            ? propagation.FirstOrDefault("rprivate")
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid mode: {string.Join(',', words)}");
    }

    private static WhelkException Invalid(string bind, string reason) => new(ErrorCode.InvalidArgument, $"invalid volume specification: '{bind}'{reason}");
}
