using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>Pausing: every process of a workload stands still, and keeps what it has.</summary>
public sealed partial class WhelkEngine
{
    /// <exception cref="WhelkException">Conflict in Docker's words: it does not run, or is paused already.</exception>
    public Task PauseAsync(Workload workload, CancellationToken cancellationToken) => FreezeAsync(workload, pause: true, cancellationToken);

    /// <exception cref="WhelkException">In Docker's words: it is not paused.</exception>
    public Task UnpauseAsync(Workload workload, CancellationToken cancellationToken) => FreezeAsync(workload, pause: false, cancellationToken);

    private async Task FreezeAsync(Workload workload, bool pause, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            if (workload.State is not WorkloadState.Running running)
            {
                throw pause
                    ? new WhelkException(ErrorCode.Conflict, $"container {workload.Spec.Id} is not running")
                    : new WhelkException(ErrorCode.Internal, $"Container {workload.Spec.Id} is not paused");
            }

            if (running.Paused == pause)
            {
                throw new WhelkException(pause ? ErrorCode.Conflict : ErrorCode.Internal, $"Container {workload.Spec.Id} is {(pause ? "already" : "not")} paused");
            }

            using var command = new RuntimeCommand(Runtimes.Get(workload.Spec.Runtime).Invocation(Paths.Runtimes));
            await (pause ? command.PauseAsync(workload.Spec.Id, CancellationToken.None) : command.ResumeAsync(workload.Spec.Id, CancellationToken.None));
            workload.EnterPaused(pause);
            Tell(workload, pause ? "pause" : "unpause");
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    // What stands still hears no signal: a stop lets it go on, and the signal is there first.
    private async Task ThawAsync(Workload workload)
    {
        if (workload.State is WorkloadState.Running { Paused: true })
        {
            using var command = new RuntimeCommand(Runtimes.Get(workload.Spec.Runtime).Invocation(Paths.Runtimes));
            try
            {
                await command.ResumeAsync(workload.Spec.Id, CancellationToken.None);
                workload.EnterPaused(false);
            }
            catch (WhelkException exception) when (RuntimeFailure.MeansGone(exception) || workload.State is not WorkloadState.Running)
            {
                // It ended by the signal already.
            }
        }
    }
}
