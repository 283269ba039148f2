using Whelk.Linux.Native;

namespace Whelk.Linux.Machine;

/// <summary>The processor time of a process. clock_getcpuclockid(3).</summary>
public static class ProcessClock
{
    private const int SchedulerClock = 2;
    private const int NanosecondsPerTick = 100;

    /// <summary>What all its threads have used since it began, those that have ended included; null where there is no such process.</summary>
    public static unsafe TimeSpan? TryRead(int pid)
    {
        // MAKE_PROCESS_CPUCLOCK of the kernel, which glibc's clock_getcpuclockid uses too; CPUCLOCK_SCHED is in no header for programs.
        var clock = (~pid << 3) | SchedulerClock;
        Libc.timespec time;

        // SAFETY: the kernel fills the struct on this stack frame.
        return Libc.clock_gettime(clock, &time) == 0
            ? TimeSpan.FromTicks((time.tv_sec * TimeSpan.TicksPerSecond) + (time.tv_nsec / NanosecondsPerTick))
            : null;
    }
}
