using System.CommandLine;
using System.Globalization;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>`whelk ps`.</summary>
internal static class PsCommand
{
    private const string Table = "table {{.ID}}\t{{.Image}}\t{{.Isolation}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}";

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "ps", "List workloads");
        var all = Flags.Switch("--all", "Show also those that do not run", "-a");
        var filter = Flags.List("--filter", "Show only what matches: KEY=VALUE", "-f");
        var format = Flags.Text("--format", "table, json, or a template");
        var last = Flags.Number("--last", "Show the N that were created last", "-n");
        var latest = Flags.Switch("--latest", "Show the one that was created last", "-l");
        var noTrunc = Flags.Switch("--no-trunc", "Do not shorten");
        var quiet = Flags.Switch("--quiet", "Show ids only", "-q");
        var size = Flags.Switch("--size", "Show sizes", "-s");
        foreach (var option in (Option[])[all, filter, format, last, latest, noTrunc, quiet, size])
        {
            command.Add(option);
        }

        command.Runs((parse, engine) =>
        {
            var limit = parse.GetValue(latest) ? 1 : parse.GetValue(last);
            var list = engine.Ask(
                EngineRequest.Get(new QueryString("/containers/json")
                    .Add("all", parse.GetValue(all))
                    .Add("filters", Filters.ToJson(parse.GetRequiredValue(filter)))
                    .Add("limit", limit?.ToString(CultureInfo.InvariantCulture))
                    .Add("size", parse.GetValue(size))
                    .ToString()),
                WireJson.Default.ContainerSummaryArray);
            var rows = list.Select(entry => ContainerRow.Of(entry, host.Time, parse.GetValue(noTrunc)));
            var fallback = parse.GetValue(size) ? $"{Table}\t{{{{.Size}}}}" : Table;
            RowOutput.Write(host.Out, rows, parse.GetValue(quiet) ? "{{.ID}}" : parse.GetValue(format), fallback, ContainerRow.Headings);
            return 0;
        });
        return command;
    }
}
