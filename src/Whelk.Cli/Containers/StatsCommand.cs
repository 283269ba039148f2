using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Containers;

/// <summary>`whelk stats`.</summary>
internal static class StatsCommand
{
    private const string ClearScreen = "\u001b[2J\u001b[H";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "stats", "Show what workloads use, again and again");
        var noStream = Flags.Switch("--no-stream", "Show it once");
        var names = new Argument<string[]>("CONTAINER") { Arity = ArgumentArity.ZeroOrMore };
        command.Add(noStream);
        command.Add(names);
        command.Runs((parse, engine) =>
        {
            string[] wanted = [.. Positionals.Of(parse, names)];
            var before = Sample(engine, wanted);
            do
            {
                Thread.Sleep(Interval);
                var now = Sample(engine, wanted);
                Show(host, now, before, again: !parse.GetValue(noStream));
                before = now;
            }
            while (!parse.GetValue(noStream));
            return 0;
        });
        return command;
    }

    // Without names those that run. One that has gone meanwhile is no error then.
    private static Dictionary<string, StatsSample> Sample(EngineClient engine, string[] wanted)
    {
        var samples = new Dictionary<string, StatsSample>();
        var running = wanted.Length > 0 ? wanted : engine.Ask(EngineRequest.Get("/containers/json"), WireJson.Default.ContainerSummaryArray).Select(entry => entry.Id);
        foreach (var name in running)
        {
            try
            {
                samples[name] = engine.Ask(EngineRequest.Get(new QueryString($"/containers/{QueryString.Escape(name)}/stats").Add("stream", "0").Add("one-shot", "1").ToString()), WireJson.Default.StatsSample);
            }
            catch (WhelkException) when (wanted.Length == 0)
            {
                // It has ended and removed itself.
            }
        }

        return samples;
    }

    private static void Show(CommandHost host, Dictionary<string, StatsSample> now, Dictionary<string, StatsSample> before, bool again)
    {
        if (again && host.IsTerminal(1))
        {
            host.Out.Write(ClearScreen);
        }

        TextTable.Write(host.Out, [StatsRow.Headings, .. now.Select(entry => StatsRow.Of(entry.Value, before.GetValueOrDefault(entry.Key, entry.Value)))]);
        host.Flush();
    }
}
