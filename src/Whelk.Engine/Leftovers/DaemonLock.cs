using System.Text;
using Whelk.Errors;
using Whelk.Linux.Files;

namespace Whelk.Engine.Leftovers;

/// <summary>
/// What makes a daemon the only one of its root and of its run folder: a lock file in each, which names the other folder. So it can be told whose a run
/// folder is once its daemon is gone.
/// </summary>
internal sealed class DaemonLock : IDisposable
{
    private const int Longest = 8192;

    // What a killed daemon was just starting holds its lock until it has become its own program.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly FileLock _root;
    private readonly FileLock _run;

    private DaemonLock(FileLock root, FileLock run) => (_root, _run) = (root, run);

    /// <summary>Takes both, and writes down which belong together.</summary>
    /// <exception cref="WhelkException">Conflict: another daemon has one of them.</exception>
    internal static async Task<DaemonLock> TakeAsync(EnginePaths paths, CancellationToken cancellationToken)
    {
        var taken = await TakeBothAsync(paths, cancellationToken);
        try
        {
            Write(taken._root, paths.Run);
            Write(taken._run, paths.Root);
        }
        catch (IOException exception)
        {
            // The disk is full: no reason not to come up.
            Faults.Report($"keeping which run folder belongs to {paths.Root}", exception);
        }

        return taken;
    }

    /// <summary>Takes those of a daemon that is gone; the folders are as it wrote them down.</summary>
    /// <exception cref="WhelkException">NotFound: no daemon has had this root. Conflict: one has it now, or its run folder is another's. InvalidState: it is not written down.</exception>
    internal static async Task<(DaemonLock Lock, EnginePaths Paths)> TakeOverAsync(string root, CancellationToken cancellationToken)
    {
        var path = new EnginePaths(root, string.Empty).RootLock;
        if (!File.Exists(path))
        {
            throw new WhelkException(ErrorCode.NotFound, $"no whelk daemon has had {root} for its --root");
        }

        string run;
        using (var held = await FileLock.TryTakeAsync(path, Patience, cancellationToken) ?? throw Taken(root))
        {
            run = Read(held) is { Length: > 0 } written ? written : throw new WhelkException(ErrorCode.InvalidState, $"{path} does not say which run folder its daemon had, so it cannot be told what lives: start the daemon, which clears away");
        }

        var paths = new EnginePaths(root, run);
        Directory.CreateDirectory(run);
        var taken = await TakeBothAsync(paths, cancellationToken);
        if (Read(taken._run) is { Length: > 0 } owner && owner != root)
        {
            taken.Dispose();
            throw new WhelkException(ErrorCode.Conflict, $"{run} belongs to the daemon of {owner} by now, so it cannot be told what lives of {root}");
        }

        return (taken, paths);
    }

    public void Dispose()
    {
        _run.Dispose();
        _root.Dispose();
    }

    private static async Task<DaemonLock> TakeBothAsync(EnginePaths paths, CancellationToken cancellationToken)
    {
        var root = await FileLock.TryTakeAsync(paths.RootLock, Patience, cancellationToken) ?? throw Taken(paths.Root);
        if (await FileLock.TryTakeAsync(paths.RunLock, Patience, cancellationToken) is { } own)
        {
            return new DaemonLock(root, own);
        }

        root.Dispose();
        throw new WhelkException(ErrorCode.Conflict, $"another whelk daemon has the run folder {paths.Run}: stop it, or give this one a --run of its own");
    }

    private static WhelkException Taken(string root) => new(ErrorCode.Conflict, $"another whelk daemon is running on {root}: stop it, or give this one a --root of its own");

    private static string Read(FileLock held)
    {
        var content = new byte[Longest];
        return Encoding.UTF8.GetString(content, 0, RandomAccess.Read(held.Descriptor, content, 0)).TrimEnd('\n');
    }

    private static void Write(FileLock held, string folder)
    {
        if (Read(held) != folder)
        {
            RandomAccess.SetLength(held.Descriptor, 0);
            RandomAccess.Write(held.Descriptor, Encoding.UTF8.GetBytes($"{folder}\n"), 0);
        }
    }
}
