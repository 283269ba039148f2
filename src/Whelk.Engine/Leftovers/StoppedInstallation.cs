using Whelk.Engine.Cgroups;
using Whelk.Engine.Networks;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Starting;
using Whelk.Engine.Storage;
using Whelk.Engine.Volumes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Networks;
using Whelk.Networks.Endpoints;

namespace Whelk.Engine.Leftovers;

/// <summary>
/// A root without a daemon. While it is open no daemon comes up there. Workloads whose monitors answer live, and nothing of them is touched; how the others
/// ended is left for the next daemon to tell.
/// </summary>
public sealed class StoppedInstallation : IDisposable
{
    // A monitor answers in milliseconds; one that takes longer counts as alive.
    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(10);
    private readonly EngineOptions _options;
    private readonly EnginePaths _paths;
    private readonly DaemonLock _lock;

    private StoppedInstallation(EngineOptions options, EnginePaths paths, DaemonLock taken) => (_options, _paths, _lock) = (options, paths, taken);

    /// <summary>Takes the root of a daemon that is gone.</summary>
    /// <param name="root">Its --root.</param>
    /// <param name="installation">The folder with whelk-vm.</param>
    /// <param name="cancellationToken">Ends the wait for the lock.</param>
    /// <exception cref="WhelkException">NotFound: no daemon has had it. Conflict: one has it now. InvalidState: what lives cannot be told.</exception>
    public static async Task<StoppedInstallation> OpenAsync(string root, string installation, CancellationToken cancellationToken)
    {
        var (taken, paths) = await DaemonLock.TakeOverAsync(root, cancellationToken);
        if (!File.Exists(paths.Database))
        {
            taken.Dispose();
            throw new WhelkException(ErrorCode.InvalidState, $"{paths.Database} is gone, so it cannot be told what belongs to a workload");
        }

        return new StoppedInstallation(new EngineOptions { Root = root, Run = paths.Run, Executable = string.Empty, Installation = installation }, paths, taken);
    }

    /// <summary>What is left, in the order in which it is to be removed. Changes nothing.</summary>
    public async Task<IReadOnlyList<Leftover>> LeftoversAsync(CancellationToken cancellationToken)
    {
        var (stored, networks) = Load();
        var living = new List<Workload>();
        foreach (var workload in stored.Select(each => new Workload(each.Spec, new WorkloadState.Created(), new WorkloadPaths(_paths, each.Spec.Id))))
        {
            if (await LivesAsync(workload))
            {
                living.Add(workload);
            }
        }

        var owned = LeftoverScope.Short(living.Select(workload => workload.Spec.Id));
        var known = LeftoverScope.Short(stored.Select(each => each.Spec.Id));
        var scope = new LeftoverScope
        {
            Paths = _paths,
            Runtimes = KnownRuntimes.On(_options),
            Owned = () => owned,
            Known = () => known,
            OtherGroups = stored.Select(each => (each.Spec.Id, Group: LastGroupOf(each.Spec)))
                .Where(each => each.Group is not null && Cgroup.Existing(each.Group).Directories.Count > 0).ToDictionary(each => each.Id, each => each.Group!),
        };
        return
        [
            .. MonitorLeftovers.Of(scope),
            .. GroupLeftovers.Of(scope),
            .. RuntimeLeftovers.Of(scope),
            .. await OfNetworksAsync(networks, living, cancellationToken),
            .. living.Count == 0 ? MountLeftovers.Of(_paths) : [],
            .. FolderLeftovers.OfWorkloads(scope),
            .. FolderLeftovers.OfWork(_paths),
            .. FolderLeftovers.OfVolumes(new VolumeStore(_paths.Volumes, TimeProvider.System)),
        ];
    }

    private string? LastGroupOf(WorkloadSpec spec) =>
        RunRecord.Read(new WorkloadPaths(_paths, spec.Id)) is { } record ? WorkloadGroups.Of(record, spec, _paths) : null;

    public void Dispose() => _lock.Dispose();

    private (IReadOnlyList<StoredWorkload> Workloads, IReadOnlyList<NetworkSpec> Networks) Load()
    {
        using var database = new WorkloadDatabase(_paths.Database);
        return (database.Load(), database.LoadNetworks());
    }

    private async Task<IEnumerable<Leftover>> OfNetworksAsync(IReadOnlyList<NetworkSpec> networks, List<Workload> living, CancellationToken cancellationToken)
    {
        var options = new NetworkOptions { Root = _paths.Root, StateDirectory = _paths.Networks, Others = [.. networks.Select(network => network.ToOptions())] };
        var live = living.Select(workload => WhelkEngine.LiveOf(workload, RunRecord.Read(workload))).OfType<LiveWorkload>().ToList();
        var found = await BridgeNetwork.LeftoversAsync(options, live, living.Count > 0, cancellationToken);
        return found.Select(left => new Leftover(left.What, left.RemoveAsync));
    }

    // One that was created and not started is nobody's: whoever was about to start it is gone. One that is only held ends by itself.
    private static async Task<bool> LivesAsync(Workload workload)
    {
        using var bound = new CancellationTokenSource(AnswerBound);
        try
        {
            if (await workload.Monitor.WatchAsync(bound.Token) is not { } watch)
            {
                return false;
            }

            watch.Events.Dispose();
            return watch.State.StartedAt is not null || watch.State.OnlyHeld;
        }
        catch (Exception exception) when (exception is OperationCanceledException or WhelkException)
        {
            // Somebody listens there, but does not answer, or speaks another version.
            return true;
        }
    }
}
