using Whelk.Api;
using System.CommandLine;
using Whelk.Cli.Attach;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Containers;

/// <summary>`whelk attach`.</summary>
internal static class AttachCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "attach", "Attach standard streams to a running workload");
        var noStdin = Flags.Switch("--no-stdin", "Do not attach standard input");
        var sigProxy = new Option<bool>("--sig-proxy") { Description = "Forward signals to the process", DefaultValueFactory = _ => true };
        var detachKeys = Flags.Text("--detach-keys", "Keys that leave a terminal without ending the workload");
        var name = new Argument<string>("CONTAINER");
        command.Add(noStdin);
        command.Add(sigProxy);
        command.Add(detachKeys);
        command.Add(name);
        command.Runs((parse, engine) =>
        {
            var resource = $"/containers/{QueryString.Escape(parse.GetRequiredValue(name))}";
            var details = engine.Ask(EngineRequest.Get($"{resource}/json"), WireJson.Default.ContainerDetails);
            CheckAttachable(details.State);
            var streams = new StreamOptions
            {
                Input = !parse.GetValue(noStdin) && details.Config?.OpenStdin is true,
                Tty = details.Config?.Tty is true,
                DetachKeys = DetachKeys.Parse(parse.GetValue(detachKeys) ?? DetachKeys.Default),
                ForwardSignals = parse.GetValue(sigProxy),
            };
            streams.Check(host);
            return Attach(host, engine, resource, streams);
        });
        return command;
    }

    private static int Attach(CommandHost host, EngineClient engine, string resource, StreamOptions streams)
    {
        using var connection = engine.Hijack(EngineRequest.Post(
            new QueryString($"{resource}/attach").Add("stderr", true).Add("stdin", streams.Input).Add("stdout", true).Add("stream", true).ToString()));
        using var exit = engine.Begin(EngineRequest.Post($"{resource}/wait"));
        using var terminal = streams.EnterTerminal(host);
        using var proxy = streams.Tty || !streams.ForwardSignals ? null : new SignalProxy(engine, resource["/containers/".Length..]);
        using var resizer = streams.Tty && host.IsTerminal(StandardTerminal.Output) ? new TerminalResizer(engine, resource) : null;
        if (streams.Session(host, connection).Copy() == AttachEnd.Detached)
        {
            terminal?.Dispose();
            host.Error.WriteLine("read escape sequence");
            return 0;
        }

        return exit.Response.Read(WireJson.Default.WaitResult).StatusCode;
    }

    private static void CheckAttachable(ContainerState? state)
    {
        var refusal = state switch
        {
            { Paused: true } => "You cannot attach to a paused container, unpause it first",
            { Restarting: true } => "You cannot attach to a restarting container, wait until it is running",
            { Running: false } => "You cannot attach to a stopped container, start it first",
            _ => null,
        };
        if (refusal is not null)
        {
            throw new WhelkException(ErrorCode.InvalidState, refusal);
        }
    }
}
