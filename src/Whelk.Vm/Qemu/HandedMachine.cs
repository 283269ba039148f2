using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Linux.Waiting;

namespace Whelk.Vm.Qemu;

/// <summary>
/// A machine that was started by somebody else, as it is given away: whoever holds its life, holds it. It stands still, with a guest that has rehearsed, disks that
/// are to be exchanged, and cards whose taps are in a network namespace of its own.
/// </summary>
internal sealed class HandedMachine : IDisposable
{
    private const int Others = 7;

    private readonly SafeFileHandle _life;
    private SafeFileHandle? _process;
    private QemuEnds? _ends;

    /// <param name="pid">QEMU's.</param>
    /// <param name="watcher">The pid of the process that ends it.</param>
    /// <param name="life">At whose end it ends; the machine's from here on, as all the others are.</param>
    /// <param name="process">QEMU, open.</param>
    /// <param name="ends">What it is talked to through.</param>
    /// <param name="cards">Its taps, in the order of its cards.</param>
    /// <param name="network">The namespace they are in.</param>
    internal HandedMachine(
        int pid, int watcher, SafeFileHandle life, SafeFileHandle process, QemuEnds ends, IReadOnlyList<(string Name, SafeFileHandle Tap)> cards, SafeFileHandle network) =>
        (Pid, Watcher, _life, _process, _ends, Cards, Network) = (pid, watcher, life, process, ends, cards, network);

    internal int Pid { get; }

    internal int Watcher { get; }

    internal IReadOnlyList<(string Name, SafeFileHandle Tap)> Cards { get; }

    internal SafeFileHandle Network { get; }

    /// <summary>Whether its QEMU lives; while it is nobody's but this holder's.</summary>
    internal bool IsAlive => _process is { } process && !FdWatcher.IsReadable(process);

    /// <summary>All that is passed to whoever gets it, in the order in which the next holder names it.</summary>
    internal IReadOnlyList<SafeHandle> Descriptors => [_life, _process!, _ends!.Qmp, _ends.Agent, _ends.Console, _ends.Words, Network, .. Cards.Select(card => card.Tap)];

    /// <summary>Its QEMU, and what that is talked to through; both are the caller's from here on.</summary>
    internal (ChildProcess Process, QemuEnds Ends) Take()
    {
        if (_process is null || _ends is null)
        {
            throw new InvalidOperationException("taken already");
        }

        var taken = (ChildProcess.Of(_process, Pid), _ends);
        (_process, _ends) = (null, null);
        return taken;
    }

    /// <summary>How many descriptors a machine has with so many cards.</summary>
    internal static int CountOf(int cards) => Others + cards;

    /// <summary>Made of what was passed.</summary>
    /// <returns>Null where that is not all of it; then it is disposed.</returns>
    internal static HandedMachine? TryOf(int pid, int watcher, IReadOnlyList<string> taps, IReadOnlyList<SafeFileHandle> passed)
    {
        if (passed.Count == CountOf(taps.Count))
        {
            var ends = new QemuEnds(passed[2], passed[3], passed[4], passed[5]);
            return new HandedMachine(pid, watcher, passed[0], passed[1], ends, [.. taps.Select((name, number) => (name, passed[Others + number]))], passed[6]);
        }

        foreach (var descriptor in passed)
        {
            descriptor.Dispose();
        }

        return null;
    }

    /// <summary>Ends it, where it is of no use; its taps are still there. Its watcher holds the other end of its life while it lives, so this is still its number.</summary>
    internal void Kill()
    {
        if (!FdWatcher.IsReadable(_life))
        {
            CurrentProcess.Kill(Watcher, SignalNumber.SIGKILL);
        }
    }

    /// <summary>Waits for the end of what watches over a QEMU that has ended, so that nothing is left in its group; and lets go.</summary>
    /// <param name="bound">After which that is ended.</param>
    internal async Task EndAsync(TimeSpan bound)
    {
        var hungUp = FdWatcher.Shared.HungUpAsync(_life);
        if (await Task.WhenAny(hungUp, Task.Delay(bound)) != hungUp)
        {
            Kill();
            await hungUp;
        }

        FdWatcher.Shared.Forget(_life);
        Dispose();
    }

    /// <summary>Lets go of it: it ends, unless somebody else has it by now.</summary>
    public void Dispose()
    {
        _life.Dispose();
        _process?.Dispose();
        _ends?.Dispose();
        Network.Dispose();
        foreach (var (_, tap) in Cards)
        {
            tap.Dispose();
        }
    }
}
