using Whelk.Linux.Cgroups;
using Whelk.Linux.Machine;

namespace Whelk.Advice.Compare;

/// <summary>The processor time that an instance takes while nobody asks anything of it, as a part of one processor.</summary>
internal static class IdleProcessor
{
    /// <summary>Over which it is measured.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    /// <summary>Measures over two seconds: the processes of the control group, as the kernel counts them, and the monitor's.</summary>
    /// <returns>Percent; null where this kernel does not count, or the instance ended meanwhile.</returns>
    internal static async Task<double?> MeasureAsync(CgroupGauge gauge, Task ended, TimeProvider time, CancellationToken cancellationToken)
    {
        List<int> monitors = [.. InstanceMemory.MonitorsOf(gauge.Processes())];
        var begun = time.GetTimestamp();
        var before = Used(gauge, monitors);
        await Task.WhenAny(ended, Task.Delay(Window, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        var elapsed = time.GetElapsedTime(begun);
        return !ended.IsCompleted && Used(gauge, monitors) - before is { } used ? used / elapsed * 100 : null;
    }

    private static TimeSpan? Used(CgroupGauge gauge, List<int> monitors) =>
        monitors.Aggregate(gauge.ProcessorTime(), (sum, pid) => sum + (ProcessClock.TryRead(pid) ?? TimeSpan.Zero));
}
