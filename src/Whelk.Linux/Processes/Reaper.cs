using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Processes;

/// <summary>Children without tasks and threads, for a program with a loop of its own. pidfd_open(2), waitid(2).</summary>
public static class Reaper
{
    /// <summary>A descriptor that becomes readable when the child has ended.</summary>
    public static SafeFileHandle Watch(int pid) =>
        Libc.Own((int)SyscallResult.Check(Libc.syscall(Libc.SYS_pidfd_open, pid, 0, 0, 0), "pidfd_open", $"{pid}"));

    /// <summary>Waits for the child's end and reaps it.</summary>
    public static unsafe ExitStatus Wait(int pid)
    {
        const int CLD_EXITED = 1;
        var info = stackalloc byte[128];

        // SAFETY: siginfo_t has 128 bytes; on x86-64 si_code is at 8 and si_status at 24.
        while (Libc.waitid(Libc.P_PID, pid, info, Libc.WEXITED, null) == -1)
        {
            if (SyscallResult.LastError is var errno and not Errno.EINTR)
            {
                throw SyscallResult.Failure("waitid", $"{pid}", errno);
            }
        }

        var status = *(int*)(info + 24);
        return *(int*)(info + 8) == CLD_EXITED ? new ExitStatus(status, 0) : new ExitStatus(0, status);
    }

    /// <summary>The pid of a child that has ended and is not reaped yet; null where there is none.</summary>
    public static unsafe int? NextEnded()
    {
        var info = stackalloc byte[128];

        // SAFETY: siginfo_t has 128 bytes; on x86-64 si_pid is at 16, and stays 0 where no child has ended.
        *(int*)(info + 16) = 0;
        var result = Libc.waitid(Libc.P_ALL, 0, info, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT, null);
        return result == 0 && *(int*)(info + 16) is > 0 and var pid ? pid : null;
    }

    /// <summary>Sends a signal to the process that the descriptor holds; one that has ended is no error.</summary>
    public static bool Signal(SafeFileHandle process, int signal) =>
        Libc.syscall(Libc.SYS_pidfd_send_signal, process.DangerousGetHandle(), signal, 0, 0) == 0;
}
