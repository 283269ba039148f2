using System.CommandLine;
using Whelk.Cli.Attach;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Containers;

/// <summary>`whelk exec`: another process in a running workload.</summary>
internal static class ExecCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "exec", "Execute a command in a running workload");
        var options = new ExecOptions();
        options.AddTo(command);
        command.Runs((parse, engine) =>
        {
            var request = options.Read(parse, host);
            request.Streams.Check(host);
            var id = engine.Ask(
                EngineRequest.Post($"/containers/{QueryString.Escape(request.Container)}/exec", request.Config, WireJson.Default.ExecConfig),
                WireJson.Default.ExecCreated).Id;
            return Start(host, engine, id, request);
        });
        return command;
    }

    private static int Start(CommandHost host, EngineClient engine, string id, ExecRequest request)
    {
        var resource = $"/exec/{QueryString.Escape(id)}";
        var start = EngineRequest.Post(
            $"{resource}/start", new ExecStart { Detach = request.Detach, Tty = request.Config.Tty, ConsoleSize = request.Config.ConsoleSize }, WireJson.Default.ExecStart);
        if (request.Detach)
        {
            engine.Do(start);
            return 0;
        }

        using var connection = engine.Hijack(start);
        using (var terminal = request.Streams.EnterTerminal(host))
        using (request.Streams.Tty && host.IsTerminal(StandardTerminal.Output) ? new TerminalResizer(engine, resource) : null)
        {
            if (request.Streams.Session(host, connection).Copy() == AttachEnd.Detached)
            {
                terminal?.Dispose();
                host.Error.WriteLine("read escape sequence");
                return 0;
            }
        }

        return engine.Ask(EngineRequest.Get($"{resource}/json"), WireJson.Default.ExecState).ExitCode
            ?? throw new WhelkException(ErrorCode.InvalidState, "the daemon does not know how the command ended");
    }
}
