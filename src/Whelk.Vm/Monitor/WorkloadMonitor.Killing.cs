using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Monitor;

/// <summary>Signals for the workload. SIGKILL always ends it, whatever the guest does.</summary>
internal abstract partial class WorkloadMonitor
{
    /// <summary>The exit status of what SIGKILL has ended.</summary>
    protected const int Killed = 128 + SignalNumber.SIGKILL;

    /// <summary>Callers of SIGKILL wait for ten seconds.</summary>
    protected static readonly TimeSpan KillBound = TimeSpan.FromSeconds(5);

    private int _kills;

    /// <summary>Whether somebody has sent SIGKILL.</summary>
    private protected bool IsKilled => Volatile.Read(ref _kills) > 0;

    /// <summary>Completes with a second SIGKILL: nobody waits any more for what the guest still writes.</summary>
    private protected TaskCompletionSource Cut { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sees to it that the workload, which has been sent SIGKILL, ends.</summary>
    private protected abstract Task EndKilledAsync();

    /// <summary>Sends a signal to every process that was started from outside.</summary>
    private protected abstract void SignalAll(int signal);

    // Of all, SIGKILL needs only the first: its end is the end of its namespace. Other signals go to those that were started from outside.
    private (int Code, string Message) KillOnRequest(int signal, bool all)
    {
        var over = Exit.Task.IsCompleted;
        if (all && !over && signal != SignalNumber.SIGKILL && _status is (RuntimeStatus.Running or RuntimeStatus.Paused))
        {
            SignalAll(signal);
        }
        else
        {
            Kill(signal);
        }

        return over ? (1, "container not running") : (0, string.Empty);
    }

    // A workload that has not started cannot take a signal itself; one that is paused takes it when it goes on.
    private void Kill(int signal)
    {
        // The first one may only have come too late to be needed; a second means it, also while the guest still writes.
        if (signal == SignalNumber.SIGKILL && Interlocked.Increment(ref _kills) > 1 && Exit.Task.IsCompleted)
        {
            Cut.TrySetResult();
        }
        else if (_status == RuntimeStatus.Created && signal is not (SignalNumber.SIGWINCH or SignalNumber.SIGCONT))
        {
            Exit.TrySetResult(128 + signal);
        }
        else if (_status is RuntimeStatus.Running or RuntimeStatus.Paused)
        {
            Relay.Signal(signal);
            if (signal == SignalNumber.SIGKILL)
            {
                _ = EndKilledAsync();
            }
        }
    }
}
