using System.Runtime.InteropServices;
using Whelk.Linux.Signals;

namespace Whelk.Vm.Monitor;

/// <summary>Signals to this process become signals to the one in the guest that it stands for.</summary>
internal sealed class SignalForwarding : IDisposable
{
    // All that end a process or have a meaning of a program's own. Not those that the kernel sends for our own faults, SIGPIPE and
    // SIGCHLD, nor 34, with which the framework stops its threads.
    private static readonly int[] Forwarded =
    [
        SignalNumber.SIGHUP, SignalNumber.SIGINT, 3, 10, 12, 14, SignalNumber.SIGTERM, 16, SignalNumber.SIGCONT, 20, 21, 22, 23, 26, 27, 29, 30, .. Enumerable.Range(35, 30),
    ];

    private readonly List<PosixSignalRegistration> _registrations = [];

    internal SignalForwarding(Action<int> forward, Action resized)
    {
        foreach (var signal in Forwarded)
        {
            Register(signal, () => forward(signal));
        }

        Register(SignalNumber.SIGWINCH, resized);
    }

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Register(int signal, Action action) => _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
    {
        context.Cancel = true;
        action();
    }));
}
