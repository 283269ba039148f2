using System.Runtime.InteropServices;
using Whelk.Linux.Signals;

namespace Whelk.Vm.Monitor;

/// <summary>Signals to this process become signals to the one in the guest that it stands for.</summary>
internal sealed class SignalForwarding : IDisposable
{
    // All that end a process or that programs give a meaning of their own; not those that the kernel sends for our own faults.
    private static readonly int[] Forwarded = [SignalNumber.SIGHUP, SignalNumber.SIGINT, 3, 10, 12, SignalNumber.SIGTERM, 18];

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
