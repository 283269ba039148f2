using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Cli.CommandLine;
using Whelk.Linux.Terminals;

namespace Whelk.Cli.Attach;

/// <summary>Standard input's terminal in raw mode for as long as this lives, and put back also when a signal ends the process.</summary>
internal sealed class RawInput : IDisposable
{
    private readonly SafeFileHandle _terminal = new(StandardTerminal.Input, ownsHandle: false);
    private readonly RawMode _mode;
    private readonly PosixSignalRegistration[] _signals;

    public RawInput()
    {
        _mode = RawMode.Enter(_terminal);
        // Without these a TERM or HUP would leave the person's shell in a terminal that echoes nothing. They do not cancel: the signal
        // then does what it always does.
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => _mode.Dispose()),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => _mode.Dispose()),
        ];
    }

    public void Dispose()
    {
        _mode.Dispose();
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _terminal.Dispose();
    }
}
