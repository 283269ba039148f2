using System.Runtime;

namespace Whelk.Linux.Processes;

/// <summary>
/// Gives back to the kernel what serving requests has left in the heap, and the program's text, once nothing has been asked for a while. A daemon
/// and a monitor rest most of the time, and without allocations no collection comes by itself.
/// </summary>
public sealed class RestingMemory : IDisposable
{
    /// <summary>So long after the last request: a collection never stands in the way of a client that asks several things in a row.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    private readonly ITimer _timer;

    /// <param name="time">By which a while is measured.</param>
    /// <param name="release">What to do then; in doubt <see cref="Release"/>.</param>
    public RestingMemory(TimeProvider time, Action release) =>
        _timer = time.CreateTimer(_ => release(), null, Delay, Timeout.InfiniteTimeSpan);

    /// <summary>Collects everything, and returns the pages; blocks all threads for a few milliseconds. See <see cref="ProgramText"/> for the text.</summary>
    public static void Release()
    {
        ProgramText.LetGo();
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Something was served: the rest begins anew.</summary>
    public void Served() => _timer.Change(Delay, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
