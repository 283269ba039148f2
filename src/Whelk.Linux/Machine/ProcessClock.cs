using Whelk.Linux.Native;

namespace Whelk.Linux.Machine;

/// <summary>The processor time of a process. clock_getcpuclockid(3).</summary>
public static class ProcessClock
{
    private const int CPUCLOCK_SCHED = 2;
    private const int NanosecondsPerTick = 100;

    /// <summary>What all its threads have used since it began, those that have ended included; null where there is no such process.</summary>
    public static unsafe TimeSpan? TryRead(int pid)
    {
        // MAKE_PROCESS_CPUCLOCK of include/linux/posix-timers.h, which glibc's clock_getcpuclockid uses too.
        var clock = (~pid << 3) | CPUCLOCK_SCHED;
        Libc.timespec time;

        // SAFETY: the kernel fills the struct on this stack frame.
        return Libc.clock_gettime(clock, &time) == 0
            ? TimeSpan.FromTicks((time.tv_sec * TimeSpan.TicksPerSecond) + (time.tv_nsec / NanosecondsPerTick))
            : null;
    }
}
