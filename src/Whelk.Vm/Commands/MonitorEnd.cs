using Whelk.Linux.Native;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary>Ends a VM's monitor, which takes QEMU and the guest along.</summary>
internal static class MonitorEnd
{
    /// <summary>Kills it where it is alive, and returns when it has ended. Idempotent.</summary>
    internal static async Task ForceAsync(VmRecord record)
    {
        if (!VmStatus.IsAlive(record))
        {
            return;
        }

        try
        {
            // The descriptor first, then the check: from then on the number cannot change hands.
            using var monitor = ChildProcess.Adopt(record.MonitorPid);
            if (VmStatus.IsAlive(record))
            {
                monitor.Signal(SignalNumber.SIGKILL);
                await monitor.EndedAsync();
            }
        }
        catch (SyscallException exception) when (exception.Errno is Errno.ESRCH)
        {
            // It ended meanwhile.
        }
    }
}
