using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;
using Whelk.Linux.Waiting;

namespace Whelk.Linux.Processes;

/// <summary>A child of this process, held by its pidfd, so its number is never mistaken for another's. pidfd_open(2).</summary>
public sealed class ChildProcess : IDisposable
{
    private readonly SafeFileHandle _pidfd;
    private bool _isWatched;
    private bool _isReaped;

    private ChildProcess(int pid, SafeFileHandle pidfd)
    {
        (Pid, _pidfd) = (pid, pidfd);
        HeldChildren.Add(pid);
    }

    private ChildProcess(int pid)
        : this(pid, Reaper.Watch(pid))
    {
    }

    /// <summary>The process id.</summary>
    public int Pid { get; }

    /// <summary>
    /// Starts a process with posix_spawn(3): every signal at its default, none blocked, all descriptors but the named ones closed.
    /// It inherits the namespaces of the calling thread.
    /// </summary>
    /// <exception cref="SyscallException">The executable is missing or cannot be run.</exception>
    public static ChildProcess Start(SpawnOptions options)
    {
        using (HeldChildren.Changing())
        {
            return new ChildProcess(Spawner.Spawn(options));
        }
    }

    /// <summary>Takes over a child that was re-parented to this process (a sub-reaper), or was started elsewhere in it.</summary>
    /// <exception cref="SyscallException">There is no such process.</exception>
    public static ChildProcess Adopt(int pid) => new(pid);

    /// <summary>A process that somebody else has opened and passed on: it can be signalled, and its end be seen, whoever's child it is.</summary>
    /// <param name="pidfd">This one's from here on.</param>
    /// <param name="pid">Its number.</param>
    public static ChildProcess Of(SafeFileHandle pidfd, int pid) => new(pid, pidfd);

    /// <summary>A descriptor of a process, for others. pidfd_open(2).</summary>
    /// <exception cref="SyscallException">There is no such process.</exception>
    public static SafeFileHandle Open(int pid) => Reaper.Watch(pid);

    /// <summary>Starts it, waits for its end and returns both outputs; for short commands whose output is small.</summary>
    public static Task<CommandResult> RunAsync(SpawnOptions options, CancellationToken cancellationToken) =>
        CommandRunner.RunAsync(options, ReadOnlyMemory<byte>.Empty, cancellationToken);

    /// <summary>Completes with the exit status, reaping the child. A process that was not our child gives ECHILD.</summary>
    public async Task<ExitStatus> WaitAsync(CancellationToken cancellationToken = default)
    {
        await EndedAsync(cancellationToken);
        return Reap();
    }

    /// <summary>Completes when the process has ended, whoever's child it is; reaps nothing.</summary>
    public Task EndedAsync(CancellationToken cancellationToken = default)
    {
        _isWatched = true;
        return FdWatcher.Shared.ReadableAsync(_pidfd, cancellationToken);
    }

    /// <summary>Sends a signal; a process that has ended is not an error.</summary>
    /// <returns>False when it had ended.</returns>
    public bool Signal(int signal)
    {
        if (Libc.syscall(Libc.SYS_pidfd_send_signal, _pidfd.DangerousGetHandle(), signal, 0, 0) == 0)
        {
            return true;
        }

        return SyscallResult.LastError is Errno.ESRCH
            ? false
            : throw SyscallResult.Failure("pidfd_send_signal", $"{Pid}", SyscallResult.LastError);
    }

    /// <summary>Lets go of the pidfd; the process goes on.</summary>
    public void Dispose()
    {
        if (!_isReaped)
        {
            HeldChildren.Remove(Pid);
        }

        if (_isWatched)
        {
            // Asked only then: the watcher's thread would start with it, and a guest's agent has one thread.
            FdWatcher.Shared.Forget(_pidfd);
        }

        _pidfd.Dispose();
    }

    private unsafe ExitStatus Reap()
    {
        const int CLD_EXITED = 1;
        var info = stackalloc byte[128];

        using (HeldChildren.Changing())
        {
            // SAFETY: siginfo_t has 128 bytes; on x86-64 si_code is at 8 and si_status at 24.
            SyscallResult.Check(Libc.waitid(Libc.P_PIDFD, (int)_pidfd.DangerousGetHandle(), info, Libc.WEXITED, null), "waitid", $"{Pid}");

            // From here on its number may be another child's.
            HeldChildren.Remove(Pid);
            _isReaped = true;
        }

        var code = *(int*)(info + 8);
        var status = *(int*)(info + 24);
        return code == CLD_EXITED ? new ExitStatus(status, 0) : new ExitStatus(0, status);
    }
}
