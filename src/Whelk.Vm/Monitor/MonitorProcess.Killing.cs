using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Monitor;

/// <summary>Signals for the workload. SIGKILL always ends it, whatever the guest does.</summary>
internal sealed partial class MonitorProcess
{
    private const int Killed = 128 + SignalNumber.SIGKILL;

    // Callers of SIGKILL wait for ten seconds.
    private static readonly TimeSpan KillBound = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _kills;

    // Of all, SIGKILL needs only the first: its end is the end of its namespace. Other signals go to those that were started from outside.
    private (int Code, string Message) KillOnRequest(int signal, bool all)
    {
        var over = _exit.Task.IsCompleted;
        if (all && !over && signal != SignalNumber.SIGKILL && _status is (RuntimeStatus.Running or RuntimeStatus.Paused))
        {
            Session.PostToAll(FrameType.Signal, new PayloadWriter().Int32(signal).Written);
        }
        else
        {
            Kill(signal);
        }

        return over ? (1, "container not running") : (0, string.Empty);
    }

    // A VM that has not started cannot take a signal itself; one that is paused takes it when it goes on.
    private void Kill(int signal)
    {
        // The first one may only have come too late to be needed; a second means it, also while the guest still writes.
        if (signal == SignalNumber.SIGKILL && Interlocked.Increment(ref _kills) > 1 && _exit.Task.IsCompleted)
        {
            _cut.TrySetResult();
        }
        else if (_status == RuntimeStatus.Created && signal is not (SignalNumber.SIGWINCH or SignalNumber.SIGCONT))
        {
            _exit.TrySetResult(128 + signal);
        }
        else if (_status is RuntimeStatus.Running or RuntimeStatus.Paused)
        {
            _relay.Signal(signal);
            if (signal == SignalNumber.SIGKILL)
            {
                _ = EndKilledAsync();
            }
        }
    }

    // The guest may hang or be hostile, and nobody may be reading the output that stands before the exit status.
    private async Task EndKilledAsync()
    {
        var qemu = _boot!.Machine.Qemu;
        var answer = Session.PingAsync();
        var bound = Task.Delay(KillBound);
        try
        {
            if (_status == RuntimeStatus.Paused)
            {
                await qemu.ResumeAsync(CancellationToken.None).WaitAsync(KillBound);
            }
        }
        catch (Exception exception) when (exception is WhelkException or TimeoutException)
        {
            // QEMU hangs itself: it is ended below.
        }

        if (await Task.WhenAny(_relay.Exited, bound) == bound)
        {
            if (!answer.IsCompleted)
            {
                qemu.Kill();
            }

            _exit.TrySetResult(_relay.Status ?? Killed);
        }
    }
}
