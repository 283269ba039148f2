using System.Globalization;

namespace Whelk.Linux.Machine;

/// <summary>The processor time of the whole machine. proc_stat(5).</summary>
public static class HostClock
{
    /// <summary>USER_HZ, in which the kernel counts towards programs: 100 a second.</summary>
    public const long TicksOfUserClock = TimeSpan.TicksPerSecond / 100;

    // user, nice, system, idle, iowait, irq, softirq: guest time is in them already, as Docker counts.
    private const int CountedColumns = 7;

    /// <summary>What all processors have spent since the boot, idle too.</summary>
    public static TimeSpan Read() => TimeSpan.FromTicks(TicksOfUserClock * File.ReadLines("/proc/stat").First()
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(CountedColumns).Sum(column => long.Parse(column, CultureInfo.InvariantCulture)));
}
