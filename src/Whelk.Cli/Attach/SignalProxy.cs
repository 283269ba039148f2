using System.Runtime.InteropServices;
using Whelk.Cli.Client;
using Whelk.Errors;

namespace Whelk.Cli.Attach;

/// <summary>While it lives, signals that reach this process go to a workload instead.</summary>
internal sealed class SignalProxy : IDisposable
{
    private static readonly (PosixSignal Signal, string Name)[] Forwarded =
    [
        (PosixSignal.SIGHUP, "HUP"),
        (PosixSignal.SIGINT, "INT"),
        (PosixSignal.SIGQUIT, "QUIT"),
        (PosixSignal.SIGTERM, "TERM"),
        ((PosixSignal)10, "USR1"),
        ((PosixSignal)12, "USR2"),
    ];

    private readonly List<PosixSignalRegistration> _registrations = [];

    public SignalProxy(EngineClient engine, string container)
    {
        foreach (var (signal, name) in Forwarded)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Send(engine, container, name);
            }));
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static void Send(EngineClient engine, string container, string signal)
    {
        try
        {
            using var another = engine.Another();
            another.Do(EngineRequest.Post($"/containers/{QueryString.Escape(container)}/kill?signal={signal}"));
        }
        catch (WhelkException)
        {
            // The workload has just ended, which is what most signals are for; if the daemon is gone, the main thread says so.
        }
    }
}
