using System.Runtime.InteropServices;
using Whelk.Linux.Processes;

namespace Whelk.Engine.Monitors;

/// <summary>
/// Reaps what falls to the monitor, a sub-reaper, and is no process of the workload's: the child of a runtime whose exec failed, say.
/// While a runtime is about to hand a process over, nothing is reaped.
/// </summary>
internal sealed class OrphanReaper : IDisposable
{
    private readonly PosixSignalRegistration _onChild;
    private readonly Lock _gate = new();
    private int _handovers;

    internal OrphanReaper() => _onChild = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Sweep());

    /// <summary>Until the returned value is disposed, an unknown child may be one that is handed over.</summary>
    internal IDisposable ExpectHandover()
    {
        lock (_gate)
        {
            _handovers++;
        }

        return new Handover(this);
    }

    public void Dispose() => _onChild.Dispose();

    /// <summary>To be called when a held child was reaped: it may have hidden others.</summary>
    internal void Sweep()
    {
        lock (_gate)
        {
            if (_handovers == 0)
            {
                HeldChildren.ReapOthers();
            }
        }
    }

    private sealed class Handover(OrphanReaper reaper) : IDisposable
    {
        public void Dispose()
        {
            lock (reaper._gate)
            {
                reaper._handovers--;
            }

            reaper.Sweep();
        }
    }
}
