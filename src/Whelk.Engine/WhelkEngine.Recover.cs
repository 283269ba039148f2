using Whelk.Engine.Bundles;
using Whelk.Engine.Cgroups;
using Whelk.Engine.Inside;
using Whelk.Engine.Leftovers;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Starting;
using Whelk.Engine.Storage;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Networks;
using Whelk.Networks.Endpoints;

namespace Whelk.Engine;

/// <summary>Opening: one daemon per root, what ran before is found again, what nobody owns is removed. Closing leaves what runs running.</summary>
public sealed partial class WhelkEngine
{
    // Of a machine that boots on a busy host, and more than once.
    private static readonly TimeSpan PreparationBound = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan DrainBound = TimeSpan.FromSeconds(20);

    /// <summary>Takes the root, opens everything, finds again what an earlier daemon left running.</summary>
    /// <exception cref="WhelkException">Conflict: another daemon has this root, or this run folder.</exception>
    public static async Task<WhelkEngine> OpenAsync(EngineOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var paths = new EnginePaths(options.Root, options.Run);
        foreach (var folder in new[] { paths.Root, paths.Run, paths.Workloads, paths.RunWorkloads, paths.Runtimes, paths.Networks, paths.Empty })
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        OpenTheWay(paths);
        var engine = new WhelkEngine(options, time, await DaemonLock.TakeAsync(paths, cancellationToken));
        engine.Groups = await WorkloadGroups.OpenAsync(paths, cancellationToken);
        var found = engine.LoadWorkloads();
        foreach (var network in engine._database.LoadNetworks())
        {
            engine.Networks.Add(network);
        }

        engine.Network = await engine.OpenNetworkAsync(found, cancellationToken);
        engine.AddPredefinedNetworks();
        engine._probing = engine._background.RunAsync(engine.ProbeRuntimesAsync);
        foreach (var (workload, began) in found)
        {
            await engine.FindAgainAsync(workload, began, cancellationToken);
        }

        await engine._mounts.SweepAsync();

        await engine.SweepAsync();
        await engine.ImportBuiltInAsync(cancellationToken);
        engine._launcher.Replenish();
        _ = engine._background.RunAsync(DefaultSeccompProgram.PrepareAsync);
        _ = engine._background.RunAsync(engine.StartKeptAsync);
        return engine;
    }

    /// <summary>Lets go of everything but what runs. Where nothing runs, nothing of network and control groups is left either.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _probing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        // A start that is under way becomes a workload that runs, or is undone.
        await Task.WhenAny(Task.WhenAll(Workloads.All.Select(workload => workload.SettleAsync(CancellationToken.None))), Task.Delay(DrainBound, Time, CancellationToken.None));
        await _background.DrainAsync(Workloads.All.Any(workload => workload.State is WorkloadState.Running) ? TimeSpan.Zero : DrainBound);
        _launcher.Dispose();
        await _keepers.DisposeAsync();
        await Network.DisposeAsync();
        if (Directory.GetDirectories(Paths.RunWorkloads).Length == 0)
        {
            await BridgeNetwork.RemoveAllAsync(NetworkOptions, CancellationToken.None);
            await Groups.RemoveAsync();
        }

        await Groups.DisposeAsync();
        _database.Dispose();
        _lock.Dispose();
        _closing.Dispose();
    }

    /// <summary>Waits until what a runtime makes ready beside its workloads is ready, so that the next one starts as all after it do.</summary>
    public Task PrepareAsync(RuntimeRecord runtime, CancellationToken cancellationToken) => Task.WhenAny(_keepers.EnsureAsync(runtime), Task.Delay(PreparationBound, Time, cancellationToken));

    /// <summary>What the runtimes that work here keep ready for their workloads, as it is now.</summary>
    public async Task<IReadOnlyList<RuntimeFinding>> KeptAsync(CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(Runtimes.Usable.Select(runtime => RuntimeProbe.KeptAsync(runtime, Paths, cancellationToken)))).SelectMany(found => found)];

    /// <summary>The same, until a workload can start in this way at once; null for any.</summary>
    /// <exception cref="WhelkException">Unavailable: none will, and why.</exception>
    public async Task PrepareAsync(RuntimeRecord runtime, StartWay? way, CancellationToken cancellationToken)
    {
        await PrepareAsync(runtime, cancellationToken);
        if (way?.ReadyCommand is { } words)
        {
            using var command = new RuntimeCommand(runtime.Invocation(Paths.Runtimes));
            await command.ReadyAsync(words, cancellationToken);
        }
    }

    // What will be used here, as it was before, is made ready.
    private async Task ProbeRuntimesAsync()
    {
        await Runtimes.ProbeAsync(Groups.Parent, _closing.Token);
        foreach (var runtime in Runtimes.Usable.Where(usable => usable.Isolation == Options.DefaultIsolation || Workloads.All.Any(workload => workload.Spec.Runtime == usable.Name)))
        {
            _ = _keepers.EnsureAsync(runtime);
        }
    }

    /// <returns>Those whose last run has not been seen to end: an earlier daemon had started them, or was about to.</returns>
    private List<(Workload Workload, bool RunBegan)> LoadWorkloads()
    {
        var found = new List<(Workload Workload, bool RunBegan)>();
        foreach (var stored in _database.Load())
        {
            var workload = new Workload(stored.Spec, StateOf(stored.Run), new WorkloadPaths(Paths, stored.Spec.Id));
            workload.StopAsked = stored.Run?.Stopped == true;
            Workloads.Reserve(stored.Spec.Name, stored.Spec.Id);
            Workloads.Add(workload);
            if (stored.Spec.Ids is { } ids)
            {
                _ids.Hold(stored.Spec.Id, ids);
            }

            var began = stored.Run is { FinishedAt: null };
            if (began || Directory.Exists(workload.Paths.Run))
            {
                found.Add((workload, began));
            }
        }

        return found;
    }

    private Task<BridgeNetwork> OpenNetworkAsync(List<(Workload Workload, bool RunBegan)> found, CancellationToken cancellationToken)
    {
        var live = found.Select(each => LiveOf(each.Workload, RunRecord.Read(each.Workload))).OfType<LiveWorkload>().ToList();
        return BridgeNetwork.OpenAsync(NetworkOptions, live, Time, cancellationToken);
    }

    private WorkloadState StateOf(StoredRun? run) => run is null
        ? new WorkloadState.Created()
        : new WorkloadState.Exited(run.ExitCode, run.StartedAt, run.FinishedAt ?? Time.GetUtcNow(), run.Error, run.OomKilled);

    private async Task FindAgainAsync(Workload workload, bool began, CancellationToken cancellationToken)
    {
        var record = RunRecord.Read(workload);
        workload.Place = PlaceOf(workload, record);
        workload.PublishedPorts = record?.Ports ?? [];
        workload.Cgroup = record is null ? null : WorkloadGroups.Of(record, workload.Spec, Paths);

        if (await workload.Monitor.WatchAsync(cancellationToken) is { } watch)
        {
            if (watch.State.OnlyHeld)
            {
                workload.CleanedUp = _background.RunAsync(() => FinishLookAsync(workload, watch.Events));
                return;
            }

            if (watch.State.StartedAt is { } started)
            {
                Groups.Supervise(watch.State.MonitorPid);
                workload.Enter(new WorkloadState.Running(watch.State.Pid, watch.State.MonitorPid, started, await IsPausedAsync(workload, cancellationToken)));
                AnnounceNames(workload);
                await Faults.ContainAsync($"keeping the mounts of {workload.Spec.Id}", () => HoldMountsAsync(workload.Spec, workload.Spec.Id));
                WatchHealth(workload);
                workload.CleanedUp = _background.RunAsync(() => FollowAsync(workload, null, watch.Events));
                return;
            }

            watch.Events.Dispose();
        }

        // It ended while nobody looked, or its monitor was killed, or the host went down under it, or a start was cut off before it ran.
        if (ReadExit(workload) is { } exit)
        {
            RecordExit(workload, exit);
        }
        else if (began && workload.State is WorkloadState.Exited unseen)
        {
            RecordExit(workload, record is null ? unseen : unseen with { ExitCode = Killed, Error = MonitorKilled });
        }

        workload.CleanedUp = _background.RunAsync(() => FinishRunAsync(workload));
    }

    // An earlier daemon was looking into it: its monitor ends it by itself, and takes the time that its disk needs.
    private async Task FinishLookAsync(Workload workload, MessageChannel events)
    {
        using (events)
        {
            await Faults.ContainAsync($"ending a look into {workload.Spec.Id}", () => HeldWorkload.EndedAsync(events));
        }

        await FinishRunAsync(workload);
    }

    private async Task<bool> IsPausedAsync(Workload workload, CancellationToken cancellationToken)
    {
        using var command = new RuntimeCommand(Runtimes.Get(workload.Spec.Runtime).Invocation(Paths.Runtimes));
        try
        {
            return await command.StatusAsync(workload.Spec.Id, cancellationToken) == "paused";
        }
        catch (WhelkException exception)
        {
            // It may just be ending: its monitor says so next. One workload is no reason not to come up for the others.
            Faults.Report($"asking whether {workload.Spec.Id} is paused", exception);
            return false;
        }
    }

    // Folders without a record: a create or remove that was cut off.
    private async Task SweepAsync()
    {
        var known = Workloads.All.Select(workload => workload.Spec.Id).ToHashSet();
        var knownShort = known.Select(id => id[..12]).ToHashSet();
        var runs = Directory.GetDirectories(Paths.RunWorkloads).Where(folder => !knownShort.Contains(Path.GetFileName(folder)));
        var data = Directory.GetDirectories(Paths.Workloads).Where(folder => !known.Contains(Path.GetFileName(folder)));
        await Faults.ContainAsync("removing what an earlier daemon left", [
            .. runs.Select(folder => (Func<Task>)(() => ForgetOrphanAsync(Path.GetFileName(folder)))),
            .. runs.Concat(data).Select(folder => (Func<Task>)(() => DiscardAsync(folder))),
        ]);
    }

    private async Task ForgetOrphanAsync(string shortId)
    {
        foreach (var runtime in Runtimes.All.Where(runtime => runtime.Path is not null))
        {
            var state = runtime.Invocation(Paths.Runtimes).StateRoot;
            foreach (var id in Directory.Exists(state) ? Directory.GetDirectories(state, $"{shortId}*").Select(Path.GetFileName) : [])
            {
                using var command = new RuntimeCommand(runtime.Invocation(Paths.Runtimes));
                await command.DeleteAsync(id!, CancellationToken.None);
            }
        }
    }
}
