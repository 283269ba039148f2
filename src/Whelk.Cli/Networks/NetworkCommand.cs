using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Networks;

/// <summary>`whelk network`: create, ls, inspect, rm, prune, connect, disconnect.</summary>
internal static class NetworkCommand
{
    public static Command Create(CommandHost host) => new("network", "Networks that workloads are joined to")
    {
        NetworkCreateCommand.Create(host), List(host), Inspect(host), Remove(host), Prune(host), NetworkMembershipCommands.Connect(host), NetworkMembershipCommands.Disconnect(host),
    };

    private static ClientCommand List(CommandHost host)
    {
        var command = new ClientCommand(host, "ls", "List networks");
        var filter = Flags.List("--filter", "Only what fits: name=, id=, driver=, type=, label=, dangling=true", "-f");
        var quiet = Flags.Switch("--quiet", "Show ids only", "-q");
        var whole = Flags.Switch("--no-trunc", "Show ids whole");
        command.Add(filter);
        command.Add(quiet);
        command.Add(whole);
        command.Runs((parse, engine) =>
        {
            var list = engine.Ask(EngineRequest.Get(new QueryString("/networks").Add("filters", Filters.ToJson(parse.GetRequiredValue(filter))).ToString()), WireJson.Default.NetworkSummaryArray);
            string Id(NetworkSummary network) => parse.GetValue(whole) ? network.Id : network.Id[..12];
            var rows = list.Select(network => parse.GetValue(quiet) ? [Id(network)] : new[] { Id(network), network.Name, network.Driver ?? string.Empty, network.Scope ?? string.Empty });
            TextTable.Write(host.Out, parse.GetValue(quiet) ? [.. rows] : [["NETWORK ID", "NAME", "DRIVER", "SCOPE"], .. rows]);
            return 0;
        });
        return command;
    }

    private static ClientCommand Inspect(CommandHost host)
    {
        var command = new ClientCommand(host, "inspect", "Show all of one or more networks");
        var names = Flags.Names("NETWORK");
        command.Add(names);
        command.Runs((parse, engine) => command.ForEach(Positionals.Of(parse, names), name =>
            host.Out.WriteLine(engine.Ask(EngineRequest.Get($"/networks/{QueryString.Escape(name)}"), WireJson.Default.JsonElement).GetRawText())));
        return command;
    }

    private static ClientCommand Remove(CommandHost host)
    {
        var command = new ClientCommand(host, "rm", "Remove one or more networks");
        var names = Flags.Names("NETWORK");
        command.Add(names);
        command.Runs((parse, engine) => command.ForEach(Positionals.Of(parse, names), name =>
        {
            engine.Do(EngineRequest.Delete($"/networks/{QueryString.Escape(name)}"));
            host.Out.WriteLine(name);
        }));
        return command;
    }

    private static ClientCommand Prune(CommandHost host)
    {
        var command = new ClientCommand(host, "prune", "Remove the networks that no workload is in");
        var filter = Flags.List("--filter", "Only those that fit: until=TIME, label=KEY[=VALUE]");
        command.Add(filter);
        command.Runs((parse, engine) =>
        {
            var pruned = engine.Ask(EngineRequest.Post(new QueryString("/networks/prune").Add("filters", Filters.ToJson(parse.GetRequiredValue(filter))).ToString()), WireJson.Default.NetworksPruned);
            foreach (var name in pruned.NetworksDeleted ?? [])
            {
                host.Out.WriteLine(name);
            }

            return 0;
        });
        return command;
    }
}
