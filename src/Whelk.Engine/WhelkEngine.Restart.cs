using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>Restart policies: a workload that has ended is started again, by itself and at the daemon's start.</summary>
public sealed partial class WhelkEngine
{
    // What follows the end of a run: an end, or a wait for the next run.
    private WorkloadState AfterExit(Workload workload, WorkloadState.Exited exited) =>
        !workload.Restarting && !_closing.IsCancellationRequested && workload.Spec.Options.Host.RestartPolicy.WantsRestart(exited.ExitCode, workload.Backoff.Count, workload.StopAsked)
            ? new WorkloadState.Restarting(exited.ExitCode, exited.StartedAt, exited.FinishedAt, exited.OomKilled)
            : exited;

    private async Task RestartLaterAsync(Workload workload)
    {
        if (workload.State is not WorkloadState.Restarting waiting)
        {
            return;
        }

        try
        {
            await Task.Delay(workload.Backoff.Next(waiting.FinishedAt - (waiting.StartedAt ?? waiting.FinishedAt)), Time, _closing.Token);
            await workload.Gate.WaitAsync(_closing.Token);
        }
        catch (OperationCanceledException)
        {
            // The next daemon starts it.
            return;
        }

        try
        {
            if (workload.State is WorkloadState.Restarting)
            {
                await RunAsync(workload);
            }
        }
        catch (WhelkException exception)
        {
            Faults.Report($"starting {workload.Spec.Id} again", exception);
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    /// <summary>Waits for what is under way. One that waited for its next run has then ended.</summary>
    /// <returns>Whether that was so.</returns>
    private async Task<bool> SettleOrEndRestartingAsync(Workload workload, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            if (workload.State is WorkloadState.Restarting waiting)
            {
                EndRestarting(workload, waiting);
                return true;
            }

            return false;
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    // It was between two runs: then the first of them was the last.
    private void EndRestarting(Workload workload, WorkloadState.Restarting waiting)
    {
        workload.StopAsked = true;
        var exited = new WorkloadState.Exited(waiting.ExitCode, waiting.StartedAt, waiting.FinishedAt, string.Empty, waiting.OomKilled);
        TrySave(workload, () => SaveRun(workload, exited));
        workload.Enter(exited);
    }

    // Those that a daemon was to keep running, and which ended with it or while none lived.
    private async Task StartKeptAsync()
    {
        foreach (var workload in Workloads.All.Reverse().Where(workload => workload.State is WorkloadState.Exited exited && workload.Spec.Options.Host.RestartPolicy.WantsStart(exited.ExitCode, workload.StopAsked)))
        {
            await Faults.ContainAsync($"starting {workload.Spec.Id} again", () => StartAsync(workload, _closing.Token));
        }
    }
}
