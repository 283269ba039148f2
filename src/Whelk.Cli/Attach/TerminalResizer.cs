using System.Runtime.InteropServices;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Errors;

namespace Whelk.Cli.Attach;

/// <summary>While it lives, keeps a workload's terminal as large as the window of this process.</summary>
internal sealed class TerminalResizer : IDisposable
{
    private readonly EngineClient _engine;
    private readonly string _resource;
    private readonly PosixSignalRegistration _registration;

    /// <param name="engine">The daemon; a connection of its own is opened per resize.</param>
    /// <param name="resource">What has the terminal: "/containers/ID" or "/exec/ID".</param>
    public TerminalResizer(EngineClient engine, string resource)
    {
        _engine = engine;
        _resource = resource;
        Resize();
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Resize());
    }

    public void Dispose() => _registration.Dispose();

    private void Resize()
    {
        if (StandardTerminal.SizeOf(StandardTerminal.Output) is not { } size)
        {
            return;
        }

        try
        {
            using var another = _engine.Another();
            another.Do(EngineRequest.Post($"{_resource}/resize?h={size.Rows}&w={size.Columns}"));
        }
        catch (WhelkException)
        {
            // The process has ended, or has not begun: a window of the wrong size is no reason to stop.
        }
    }
}
