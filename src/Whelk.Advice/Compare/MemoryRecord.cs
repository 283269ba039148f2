using Whelk.Linux.Cgroups;

namespace Whelk.Advice.Compare;

/// <summary>What samples of an instance's memory add up to. Memory that a command held counts even if it gave it back: the figure is a peak.</summary>
internal sealed class MemoryRecord
{
    // Growth below this is no growth: the kernel's own bookkeeping moves the figure a little all the time.
    private const double Growth = 1.01;

    private long _peak;
    private long _last;
    private long _reference;
    private long _charged;
    private int _samples;

    /// <summary>When the peak last grew, on the clock of the samples.</summary>
    internal TimeSpan GrownAt { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <param name="bytes">What was measured.</param>
    /// <param name="charged">What the kernel says of the control group.</param>
    /// <param name="running">Whether the command is known to run by now; before, the runtime prepares it.</param>
    /// <param name="at">When.</param>
    internal void Add(long bytes, CgroupMemory? charged, bool running, TimeSpan at)
    {
        _last = bytes;
        _charged = Math.Max(_charged, charged?.PeakBytes ?? 0);
        if (!running)
        {
            return;
        }

        _samples++;
        _peak = Math.Max(_peak, bytes);
        if (_peak > _reference * Growth)
        {
            (_reference, GrownAt) = (_peak, at);
        }
    }

    /// <summary>The figure and what it counts; null where nothing was seen.</summary>
    internal (long Bytes, string Measured)? Figure() => (_samples, _last) switch
    {
        ( > 0, _) => (_peak, $"peak while it ran: {InstanceMemory.Counts}"),
        (_, > 0) => (Math.Max(_last, _charged), $"peak of its whole life, as it ended at once: {InstanceMemory.Counts}"),
        _ => null,
    };
}
