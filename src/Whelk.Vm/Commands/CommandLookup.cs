using Whelk.Linux.Files;
using Whelk.Linux.Machine;
using Whelk.Oci.Runtime;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Commands;

/// <summary>
/// Looks for the workload's program before anything boots, where the root is a folder of the host's: engines expect that create fails
/// for a missing one, as it does with runc. What comes from elsewhere, or is in an image, only the guest can know: there start fails.
/// </summary>
internal static class CommandLookup
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const uint AnyExecute = 0x49;

    /// <param name="root">The root, on the host.</param>
    /// <param name="process">With its PATH.</param>
    /// <param name="shared">What else of the host's comes into the root: a link may lead there.</param>
    /// <param name="mounts">All that comes into the root: what lies there, the root does not show.</param>
    /// <exception cref="CommandFailedException">127: it is not there; 126: it cannot be executed.</exception>
    internal static void Check(string root, ProcessSpec process, IEnumerable<HostBind> shared, IEnumerable<MountSpec> mounts)
    {
        if (shared.Any(bind => bind.IsFolder && bind.HostPath != root))
        {
            return;
        }

        var name = process.Args![0];
        var candidates = Candidates(name, process).ToList();
        if (candidates.Any(candidate => mounts.Any(mount => Covers(mount, candidate))))
        {
            return;
        }

        var found = candidates.Select(candidate => IsExecutable(root, candidate)).ToList();
        if (found.Contains(true))
        {
            return;
        }

        throw found.Contains(false) ? new CommandFailedException(126, $"exec: \"{name}\": permission denied")
            : name.Contains('/') ? new CommandFailedException(127, $"exec: \"{name}\": no such file or directory")
            : new CommandFailedException(127, $"exec: \"{name}\": executable file not found in $PATH");
    }

    private static bool Covers(MountSpec mount, string candidate)
    {
        var destination = Path.TrimEndingDirectorySeparator(Path.GetFullPath(mount.Destination, "/"));
        return candidate == destination || candidate.StartsWith(destination + "/", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Candidates(string name, ProcessSpec process)
    {
        if (name.Contains('/'))
        {
            return [Path.GetFullPath(name, process.Cwd.StartsWith('/') ? process.Cwd : "/")];
        }

        var path = (process.Env ?? []).FirstOrDefault(entry => entry.StartsWith("PATH=", StringComparison.Ordinal))?[5..] ?? DefaultPath;
        return path.Split(':').Select(folder => Path.GetFullPath(Path.Combine(folder, name), "/"));
    }

    // Null: there is no such file.
    private static bool? IsExecutable(string root, string path) =>
        RootedFile.TryStat(root, path) is { } status ? status.Kind == FileKind.Regular && (status.Mode & AnyExecute) != 0 : null;
}
