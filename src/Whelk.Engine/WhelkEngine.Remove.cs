using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Signals;

namespace Whelk.Engine;

/// <summary>Removing a workload. Its name is free and its record gone at once; folders and network follow in the background.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>Removes it; with <paramref name="force"/> also while it runs.</summary>
    /// <exception cref="WhelkException">Conflict in Docker's words: it runs.</exception>
    public async Task RemoveAsync(Workload workload, bool force, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            switch (workload.State)
            {
                case WorkloadState.Removing:
                    return;
                case WorkloadState.Running when !force:
                    throw new WhelkException(
                        ErrorCode.Conflict,
                        $"cannot remove container \"/{workload.Spec.Name}\": container is running: stop the container before removing or force remove");
                case WorkloadState.Running:
                    await StopAsync(workload, SignalNumber.SIGKILL, KillBound, CancellationToken.None);
                    break;
                case WorkloadState.Created or WorkloadState.Exited:
                    break;
            }

            await DiscardAsync(workload);
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    private Task DiscardAsync(Workload workload)
    {
        if (workload.State is not WorkloadState.Removing)
        {
            Unlist(workload);
        }

        var cleanedUp = workload.CleanedUp;
        workload.CleanedUp = _background.RunAsync(async () =>
        {
            await cleanedUp;
            Discard(workload.Paths.Run);
            Discard(workload.Paths.Data);
        });
        return Task.CompletedTask;
    }

    private void Unlist(Workload workload)
    {
        _database.Delete(workload.Spec.Id);
        workload.Enter(new WorkloadState.Removing(workload.State is WorkloadState.Exited exited ? exited.ExitCode : 0));
        Workloads.Remove(workload);
        workload.MarkRemoved();
    }
}
