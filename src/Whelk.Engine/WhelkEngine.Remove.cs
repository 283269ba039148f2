using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Signals;

namespace Whelk.Engine;

/// <summary>Removing a workload. Its name is free and its record gone at once; folders and network follow in the background.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>Removes it; with <paramref name="force"/> also while it runs, with <paramref name="volumes"/> also its anonymous volumes.</summary>
    /// <exception cref="WhelkException">Conflict in Docker's words: it runs.</exception>
    public async Task RemoveAsync(Workload workload, bool force, bool volumes, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            switch (workload.State)
            {
                case WorkloadState.Removing:
                    return;
                case WorkloadState.Running { Paused: true } when !force:
                    throw new WhelkException(ErrorCode.Conflict, $"cannot remove container \"/{workload.Spec.Name}\": container is paused and must be unpaused first");
                case WorkloadState.Running or WorkloadState.Restarting when !force:
                    throw new WhelkException(
                        ErrorCode.Conflict,
                        $"cannot remove container \"/{workload.Spec.Name}\": container is {workload.State.Status}: stop the container before removing or force remove");
                case WorkloadState.Running:
                    await StopRunningAsync(workload, SignalNumber.SIGKILL, KillBound);
                    break;
                case WorkloadState.Restarting waiting:
                    EndRestarting(workload, waiting);
                    break;
                case WorkloadState.Created or WorkloadState.Exited:
                    break;
            }

            Discard(workload, volumes);
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    /// <summary>Removes one that does not run.</summary>
    /// <returns>The bytes that it took on disk; null where it runs, or is gone already.</returns>
    public async Task<long?> TryPruneAsync(Workload workload, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            if (workload.State is not (WorkloadState.Created or WorkloadState.Exited))
            {
                return null;
            }

            await workload.CleanedUp;
            using var folder = DirectoryHandle.Open(workload.Paths.Data);
            var bytes = folder.AllocatedBytes();
            Discard(workload, volumes: false);
            return bytes;
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    // A record that cannot be removed is said to the caller, and nothing has changed.
    private void Discard(Workload workload, bool volumes)
    {
        if (workload.State is not WorkloadState.Removing)
        {
            _database.Delete(workload.Spec.Id);
            Unlist(workload);
        }

        var cleanedUp = workload.CleanedUp;
        workload.CleanedUp = _background.RunAsync(async () =>
        {
            await cleanedUp;
            await Faults.ContainAsync($"removing {workload.Spec.Id}", () => DiscardAsync(workload.Paths.Run), () => DiscardAsync(workload.Paths.Data), () => volumes ? DiscardAnonymousVolumesAsync(workload.Spec) : Task.CompletedTask);
            _ids.Release(workload.Spec.Id);
        });
    }

    private void Unlist(Workload workload)
    {
        workload.Enter(new WorkloadState.Removing(workload.State is WorkloadState.Exited exited ? exited.ExitCode : 0));
        if (workload.Spec.Options.Host.AutoRemove)
        {
            _departed.Add(workload);
        }

        foreach (var gone in _leaving.Values.Where(gone => gone.CleanedUp.IsCompleted))
        {
            _leaving.TryRemove(gone.Spec.Id, out _);
        }

        _leaving[workload.Spec.Id] = workload;
        Workloads.Remove(workload);
        workload.MarkRemoved();
        Tell(workload, "destroy");
    }

    /// <summary>As <see cref="WorkloadTable.Find"/>; for some seconds also one that has removed itself, by its full id: its exit code can still be asked for.</summary>
    /// <exception cref="WhelkException">NotFound, or InvalidArgument for an ambiguous start, in Docker's words.</exception>
    public Workload FindToWaitFor(string wanted)
    {
        try
        {
            return Workloads.Find(wanted);
        }
        catch (WhelkException exception) when (exception.Code == ErrorCode.NotFound && _departed.Find(wanted) is { } departed)
        {
            return departed;
        }
    }
}
