using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>`whelk top`: a workload's processes. What follows the name is for ps.</summary>
internal static class TopCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "top", "Show a workload's processes");
        var words = Flags.NameAndCommand("CONTAINER [ps OPTIONS]");
        command.Add(words);
        command.Runs((parse, engine) =>
        {
            var given = Positionals.Of(parse, words);
            var target = new QueryString($"/containers/{QueryString.Escape(given[0])}/top").Add("ps_args", given.Length > 1 ? string.Join(' ', given.Skip(1)) : null);
            var table = engine.Ask(EngineRequest.Get(target.ToString()), WireJson.Default.ProcessTable);
            TextTable.Write(host.Out, [table.Titles, .. table.Processes]);
            return 0;
        });
        return command;
    }
}
