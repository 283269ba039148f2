using Whelk.Cli.Attach;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>Starts a workload that exists, alone or with its streams here.</summary>
internal sealed class ContainerLaunch(CommandHost host, EngineClient engine, string id)
{
    private const int NotFound = 127;
    private const int NotExecutable = 126;
    private readonly string _resource = $"/containers/{QueryString.Escape(id)}";

    /// <summary>Starts it.</summary>
    /// <exception cref="ExitException">127 or 126: its program is not there, or cannot be executed.</exception>
    public void Start()
    {
        try
        {
            engine.Do(EngineRequest.Post($"{_resource}/start"));
        }
        catch (EngineException refusal) when (ExitCodeOf(refusal) is { } exitCode)
        {
            throw new ExitException(exitCode, refusal.Message, refusal);
        }
    }

    /// <summary>
    /// Attaches, then asks to be told of the exit, then starts: in this order nothing is missed, however short the workload's life.
    /// </summary>
    /// <param name="streams">What of this process is tied to the workload.</param>
    /// <param name="autoRemove">Whether its removal, not only its exit, is awaited.</param>
    /// <returns>The workload's exit code; 0 after detaching.</returns>
    public int Attached(StreamOptions streams, bool autoRemove)
    {
        using var connection = engine.Hijack(EngineRequest.Post(
            new QueryString($"{_resource}/attach").Add("stderr", true).Add("stdin", streams.Input).Add("stdout", true).Add("stream", true).ToString()));
        using var exit = engine.Begin(EngineRequest.Post($"{_resource}/wait?condition={(autoRemove ? "removed" : "next-exit")}"));
        using var terminal = streams.EnterTerminal(host);
        using var proxy = streams.Tty || !streams.ForwardSignals ? null : new SignalProxy(engine, id);
        Start();
        using var resizer = streams.Tty && host.IsTerminal(StandardTerminal.Output) ? new TerminalResizer(engine, _resource) : null;
        if (streams.Session(host, connection).Copy() == AttachEnd.Detached)
        {
            terminal?.Dispose();
            host.Error.WriteLine("read escape sequence");
            return 0;
        }

        return StatusOf(exit.Response.Read(WireJson.Default.WaitResult));
    }

    private static int StatusOf(WaitResult result) => result.Error?.Message is { Length: > 0 } message
        ? throw new WhelkException(ErrorCode.Internal, $"Error waiting for container: {message}")
        : result.StatusCode;

    private static int? ExitCodeOf(EngineException refusal)
    {
        bool Says(string text) => refusal.Reason.Contains(text, StringComparison.OrdinalIgnoreCase);
        if (Says("executable file not found") || Says("no such file or directory"))
        {
            return NotFound;
        }

        return Says("permission denied") || Says("is a directory") ? NotExecutable : null;
    }
}
