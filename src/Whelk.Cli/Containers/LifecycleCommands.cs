using System.CommandLine;
using System.Globalization;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>The commands that do one thing to each of several workloads: stop, restart, kill, pause, unpause, rm, wait.</summary>
internal static class LifecycleCommands
{
    public static IEnumerable<Command> Create(CommandHost host) => [Stop(host), Restart(host), Kill(host), Pause(host), Unpause(host), Remove(host), Wait(host)];

    private static ClientCommand Stop(CommandHost host) => Ending(host, "stop", "Stop one or more running workloads");

    private static ClientCommand Restart(CommandHost host) => Ending(host, "restart", "Restart one or more workloads");

    private static ClientCommand Ending(CommandHost host, string verb, string description)
    {
        var time = Flags.Number("--timeout", "Seconds to wait before killing (-1: no limit)", "-t", "--time");
        var signal = Flags.Text("--signal", "Signal to send", "-s");
        return Each(host, verb, description, [time, signal], (parse, engine, name) =>
        {
            engine.Do(EngineRequest.Post(new QueryString($"/containers/{QueryString.Escape(name)}/{verb}")
                .Add("signal", parse.GetValue(signal))
                .Add("t", parse.GetValue(time)?.ToString(CultureInfo.InvariantCulture))
                .ToString()));
            host.Out.WriteLine(name);
        });
    }

    private static ClientCommand Kill(CommandHost host)
    {
        var signal = Flags.Text("--signal", "Signal to send (default KILL)", "-s");
        return Each(host, "kill", "Send a signal to one or more running workloads", [signal], (parse, engine, name) =>
        {
            engine.Do(EngineRequest.Post(new QueryString($"/containers/{QueryString.Escape(name)}/kill").Add("signal", parse.GetValue(signal) ?? "KILL").ToString()));
            host.Out.WriteLine(name);
        });
    }

    private static ClientCommand Pause(CommandHost host) => Freezing(host, "pause", "Let all processes of one or more workloads stand still");

    private static ClientCommand Unpause(CommandHost host) => Freezing(host, "unpause", "Let the processes of one or more workloads go on");

    private static ClientCommand Freezing(CommandHost host, string verb, string description) => Each(host, verb, description, [], (_, engine, name) =>
    {
        engine.Do(EngineRequest.Post($"/containers/{QueryString.Escape(name)}/{verb}"));
        host.Out.WriteLine(name);
    });

    private static ClientCommand Remove(CommandHost host)
    {
        var force = Flags.Switch("--force", "Remove also a running workload", "-f");
        var volumes = Flags.Switch("--volumes", "Remove its anonymous volumes too", "-v");
        return Each(host, "rm", "Remove one or more workloads", [force, volumes], (parse, engine, name) =>
        {
            engine.Do(EngineRequest.Delete(new QueryString($"/containers/{QueryString.Escape(name)}")
                .Add("force", parse.GetValue(force))
                .Add("v", parse.GetValue(volumes))
                .ToString()));
            host.Out.WriteLine(name);
        });
    }

    private static ClientCommand Wait(CommandHost host) =>
        Each(host, "wait", "Block until workloads stop, then print their exit codes", [], (_, engine, name) =>
        {
            var result = engine.Ask(EngineRequest.Post($"/containers/{QueryString.Escape(name)}/wait"), WireJson.Default.WaitResult);
            host.Out.WriteLine(result.StatusCode);
        });

    private static ClientCommand Each(CommandHost host, string verb, string description, Option[] options, Action<ParseResult, EngineClient, string> act)
    {
        var command = new ClientCommand(host, verb, description);
        var names = Flags.Names("CONTAINER");
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.Add(names);
        command.Runs((parse, engine) => command.ForEach(Positionals.Of(parse, names), name => act(parse, engine, name)));
        return command;
    }
}
