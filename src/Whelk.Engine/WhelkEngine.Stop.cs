using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Signals;

namespace Whelk.Engine;

/// <summary>Signals: kill, stop, restart.</summary>
public sealed partial class WhelkEngine
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KillBound = TimeSpan.FromSeconds(30);

    /// <summary>Sends a signal to the first process.</summary>
    /// <exception cref="WhelkException">Conflict: it does not run.</exception>
    public async Task KillAsync(Workload workload, int signal, CancellationToken cancellationToken)
    {
        if (await SettleOrEndRestartingAsync(workload, cancellationToken))
        {
            return;
        }

        if (workload.State is not WorkloadState.Running)
        {
            throw new WhelkException(ErrorCode.Conflict, $"container {workload.Spec.Id} is not running");
        }

        var exited = workload.WaitAsync(WaitCondition.NotRunning, CancellationToken.None);
        var ends = signal == SignalNumber.SIGKILL || signal == workload.Spec.StopSignal;
        workload.StopAsked |= ends;
        await SignalAsync(workload, signal, cancellationToken);
        if (ends)
        {
            await ThawAsync(workload);
        }

        // As Docker: what is killed has ended when that is answered.
        if (signal == SignalNumber.SIGKILL)
        {
            await EndsWithinAsync(exited, DefaultGrace).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Asks it to stop, waits, kills it. Idempotent.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="signal">Null for the workload's own.</param>
    /// <param name="grace">Null for the workload's own, else 10 s; negative waits for ever.</param>
    /// <param name="cancellationToken">Ends the waiting, not the stopping.</param>
    /// <returns>False when it did not run.</returns>
    public async Task<bool> StopAsync(Workload workload, int? signal, TimeSpan? grace, CancellationToken cancellationToken)
    {
        if (await SettleOrEndRestartingAsync(workload, cancellationToken))
        {
            return true;
        }

        if (workload.State is not WorkloadState.Running)
        {
            return false;
        }

        var patience = grace ?? (workload.Spec.Options.StopTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultGrace);
        await _background.RunAsync(() => StopRunningAsync(workload, signal ?? workload.Spec.StopSignal, patience)).WaitAsync(cancellationToken);
        Tell(workload, "stop");
        return true;
    }

    /// <summary>Stops it if it runs, then starts it. A workload that removes itself at its end stays.</summary>
    public async Task RestartAsync(Workload workload, int? signal, TimeSpan? grace, CancellationToken cancellationToken)
    {
        workload.Restarting = true;
        try
        {
            await StopAsync(workload, signal, grace, cancellationToken);
            await StartAsync(workload, cancellationToken);
            Tell(workload, "restart");
        }
        finally
        {
            workload.Restarting = false;
        }
    }

    // Goes on when the caller has gone: a stop that was begun ends in a stop.
    private async Task StopRunningAsync(Workload workload, int signal, TimeSpan patience)
    {
        var exited = workload.WaitAsync(WaitCondition.NotRunning, CancellationToken.None);
        workload.StopAsked = true;
        await SignalAsync(workload, signal, CancellationToken.None);
        await ThawAsync(workload);
        if (await EndsWithinAsync(exited, patience))
        {
            return;
        }

        await SignalAsync(workload, SignalNumber.SIGKILL, CancellationToken.None);
        if (!await EndsWithinAsync(exited, KillBound))
        {
            throw new WhelkException(ErrorCode.Timeout, $"container {workload.Spec.Id} did not exit after SIGKILL");
        }
    }

    private async Task SignalAsync(Workload workload, int signal, CancellationToken cancellationToken)
    {
        using var command = new RuntimeCommand(Runtimes.Get(workload.Spec.Runtime).Invocation(Paths.Runtimes));
        // Told first: the end that it causes may be heard of before the runtime's call returns.
        Tell(workload, "kill", ("signal", $"{signal}"));
        try
        {
            await command.KillAsync(workload.Spec.Id, signal, cancellationToken);
        }
        catch (WhelkException exception) when (RuntimeFailure.MeansGone(exception))
        {
            // It ended by itself in between; its exit is on the way.
        }
    }

    private async Task<bool> EndsWithinAsync(Task exited, TimeSpan bound)
    {
        try
        {
            await exited.WaitAsync(bound < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : bound, Time, CancellationToken.None);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
