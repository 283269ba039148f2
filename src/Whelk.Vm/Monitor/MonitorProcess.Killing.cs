using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Monitor;

/// <summary>How SIGKILL ends a machine.</summary>
internal sealed partial class MonitorProcess
{
    private protected override void SignalAll(int signal) => Session.PostToAll(FrameType.Signal, new PayloadWriter().Int32(signal).Written);

    // The guest may hang or be hostile, and nobody may be reading the output that stands before the exit status.
    private protected override async Task EndKilledAsync()
    {
        var qemu = _boot!.Machine.Qemu;
        var answer = Session.PingAsync();
        var bound = Task.Delay(KillBound);
        try
        {
            if (Status == RuntimeStatus.Paused)
            {
                await qemu.ResumeAsync(CancellationToken.None).WaitAsync(KillBound);
            }
        }
        catch (Exception exception) when (exception is WhelkException or TimeoutException)
        {
            // QEMU hangs itself: it is ended below.
        }

        if (await Task.WhenAny(Relay.Exited, bound) == bound)
        {
            if (!answer.IsCompleted)
            {
                qemu.Kill();
            }

            Exit.TrySetResult(Relay.Status ?? Killed);
        }
    }
}
