using Whelk.Integration.Tests.Support;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Integration.Tests.Faults;

/// <summary>Kills a daemon when it has changed its files so many times: at another step of what it does for each number, whatever the machine's pace.</summary>
internal sealed class KillAtStep : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly int _pid;
    private int _left;

    internal KillAtStep(PrivateDaemon daemon, int step)
    {
        (_pid, _left) = (daemon.Pid, step);
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
            CurrentProcess.Kill(_pid, SignalNumber.SIGKILL);
        }
    }
}
