using Whelk.Linux.Processes;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Templates;

/// <summary>A clone that waits for a workload: its guest has rehearsed, and stands still.</summary>
internal sealed class WarmMachine : IDisposable
{
    private readonly ChildProcess _watcher;
    private readonly HandedMachine _machine;

    /// <param name="watcher">The process that ends it; this one's from here on, as the machine is.</param>
    /// <param name="machine">As it is given away.</param>
    internal WarmMachine(ChildProcess watcher, HandedMachine machine)
    {
        (_watcher, _machine) = (watcher, machine);
        Ended = EndAsync();
    }

    /// <summary>Completes when it has ended, whoever has it then, and nothing is left of it.</summary>
    internal Task Ended { get; }

    internal bool IsAlive => _machine.IsAlive;

    /// <summary>What is given away; its descriptors stay this one's as well, until it is disposed.</summary>
    internal HandedMachine Machine => _machine;

    /// <summary>Whether it was let go of, so that its end is no wonder.</summary>
    internal bool IsLetGo { get; private set; }

    /// <summary>Lets go of it: it ends, unless somebody else has it by now.</summary>
    public void Dispose()
    {
        IsLetGo = true;
        _machine.Dispose();
    }

    private async Task EndAsync()
    {
        using (_watcher)
        {
            await _watcher.WaitAsync();
        }
    }
}
