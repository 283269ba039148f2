using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Copying;

/// <summary>`whelk diff`: what a workload has changed of its image.</summary>
internal static class DiffCommand
{
    private const string Kinds = "CAD";

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "diff", "Show what a workload has changed of its image's files");
        var name = new Argument<string>("CONTAINER");
        command.Add(name);
        command.Runs((parse, engine) =>
        {
            foreach (var change in engine.Ask(EngineRequest.Get($"/containers/{QueryString.Escape(parse.GetRequiredValue(name))}/changes"), WireJson.Default.FileChangeArray))
            {
                host.Out.WriteLine($"{Kinds[Math.Clamp(change.Kind, 0, Kinds.Length - 1)]} {change.Path}");
            }

            return 0;
        });
        return command;
    }
}
