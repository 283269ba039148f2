using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

/// <summary>Kills something when a daemon and its monitors have changed their files so many times: at another step of what they do for each number, whatever the machine's pace.</summary>
internal sealed class KillAtStep : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly Action _kill;
    private int _left;

    internal KillAtStep(PrivateDaemon daemon, int step, Action kill)
    {
        (_kill, _left) = (kill, step);
        _watcher = new FileSystemWatcher(daemon.Folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite,
            InternalBufferSize = 64 * 1024,
        };
        _watcher.Created += Count;
        _watcher.Changed += Count;
        _watcher.Deleted += Count;
        _watcher.Renamed += Count;
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Whether the step was reached.</summary>
    internal bool Killed => Volatile.Read(ref _left) <= 0;

    public void Dispose() => _watcher.Dispose();

    private void Count(object sender, FileSystemEventArgs change)
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _kill();
        }
    }
}
