using Whelk.Engine.Bundles;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Starting;
using Whelk.Engine.Users;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Namespaces;
using Whelk.Oci.Runtime;

namespace Whelk.Engine;

/// <summary>Workloads with users of their own: ranges of the host's ids that nobody else has (docs/adr/0011).</summary>
public sealed partial class WhelkEngine
{
    private const string SpawnName = "spawn";
    private readonly IdPool _ids;

    /// <summary>Lets every user through to where the roots of such workloads are mounted, which nobody but their runtimes sees anything in: their root is none of the host's.</summary>
    private static void OpenTheWay(EnginePaths paths)
    {
        foreach (var folder in new[] { paths.Run, paths.Empty })
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        }
    }

    // Taken last of all that is checked: whoever takes one gives it back.
    private IdRange? TakeIds(string id, HostOptions host)
    {
        if (UserNamespaceMode.SizeOf(host.Namespaces.User) is not { } size)
        {
            return null;
        }

        for (var folder = Paths.Empty; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute))
            {
                throw new WhelkException(ErrorCode.Unsupported, $"a subdirectory in your run path ({Paths.Run}) restricts access to the remapped root uid/gid; please fix by allowing 'o+x' permissions on existing directories: {folder}");
            }
        }

        return _ids.Take(id, size);
    }

    private static void CheckInRange(UserSpec user, IdRange? ids)
    {
        foreach (var id in (ReadOnlySpan<uint>)[user.Uid, user.Gid, .. user.AdditionalGids ?? []])
        {
            _ = ids?.ToHost(id);
        }
    }

    // In the mount namespace of each runtime something else may be mounted on one folder; a workload's own lies where the host's root alone may go.
    private string RootFolderOf(Workload workload) => workload.Spec.Ids is null ? workload.Paths.Merged : Paths.Empty;

    private Task<HeldNamespaces> HoldNamespacesAsync(IdRange ids, CancellationToken cancellationToken) =>
        HeldNamespaces.CreateAsync(Path.Combine(Options.Installation, SpawnName), ids, cancellationToken);

    private async Task<T> WithMappingAsync<T>(IdRange? ids, Func<IdMapping?, T> use)
    {
        if (ids is null)
        {
            return use(null);
        }

        await using var held = await HoldNamespacesAsync(ids, CancellationToken.None);
        using var mapping = IdMapping.Of(held.User, ids);
        return use(mapping);
    }

    private async Task HoldNamespacesAsync(StartingWorkload start, CancellationToken cancellationToken)
    {
        if (start.Workload.Spec.Ids is { } ids)
        {
            start.Held = await HoldNamespacesAsync(ids, cancellationToken);
        }
    }

    private static async Task LetGoOfNamespacesAsync(StartingWorkload start)
    {
        if (start.Held is { } held)
        {
            start.Held = null;
            await held.DisposeAsync();
        }
    }

    // What is on disk with the ids inside: the files with its names, and its volumes. A bind is the host's, with the host's ids, as under Docker.
    private MappingOrder? MappingFor(StartingWorkload start)
    {
        var (spec, paths) = (start.Workload.Spec, start.Workload.Paths);
        return start.Held is not { } held ? null : new MappingOrder
        {
            UserNamespace = held.User,
            Ids = spec.Ids!,
            Paths = [paths.Hostname, paths.Hosts, paths.ResolvConf, .. Found(spec).Where(mount => mount.Kind == MountKind.Volume).Select(mount => mount.Source).Distinct()],
        };
    }
}
