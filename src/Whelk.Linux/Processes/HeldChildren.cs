using System.Collections.Concurrent;

namespace Whelk.Linux.Processes;

/// <summary>The children that some <see cref="ChildProcess"/> will reap; a sub-reaper has others too, which nobody waits for.</summary>
public static class HeldChildren
{
    private static readonly ConcurrentDictionary<int, byte> Pids = new();
    private static readonly ReaderWriterLockSlim Gate = new();

    /// <summary>
    /// Reaps children that have ended and that nobody holds, so that they do not stay zombies. The first process of a pid namespace cannot
    /// end while a zombie of its namespace is left. pid_namespaces(7).
    /// </summary>
    public static void ReapOthers()
    {
        Gate.EnterWriteLock();
        try
        {
            // One that is held and has ended hides those behind it; its holder reaps it and calls again.
            while (Reaper.NextEnded() is { } pid && !Pids.ContainsKey(pid))
            {
                Reaper.Wait(pid);
            }
        }
        finally
        {
            Gate.ExitWriteLock();
        }
    }

    internal static void Add(int pid) => Pids.TryAdd(pid, 0);

    internal static void Remove(int pid) => Pids.TryRemove(pid, out _);

    /// <summary>
    /// Between a child's start and its <see cref="Add"/> it must not be taken for an orphan, nor between its end and its <see cref="Remove"/>: it would be waited for
    /// once more, without success, or its number be another child's by then.
    /// </summary>
    internal static ChangingScope Changing()
    {
        Gate.EnterReadLock();
        return new ChangingScope(Gate);
    }

    internal readonly ref struct ChangingScope(ReaderWriterLockSlim gate)
    {
        public void Dispose() => gate.ExitReadLock();
    }
}
