using System.Collections.Concurrent;

namespace Whelk.Engine;

/// <summary>Work that goes on after an answer was given; waited for when the daemon ends.</summary>
internal sealed class Background
{
    private readonly ConcurrentDictionary<Task, byte> _running = new();

    /// <summary>Starts it on the pool and keeps it in mind until it ends. Its failure is the work's own business to report.</summary>
    internal Task RunAsync(Func<Task> work)
    {
        var task = Task.Run(work);
        _running.TryAdd(task, 0);
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    /// <summary>Waits for what is under way, up to <paramref name="bound"/>.</summary>
    internal Task DrainAsync(TimeSpan bound) => Task.WhenAny(Task.WhenAll(_running.Keys), Task.Delay(bound));
}
