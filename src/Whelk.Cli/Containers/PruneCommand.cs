using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>`whelk prune`.</summary>
internal static class PruneCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "prune", "Remove all workloads that do not run");
        var filter = Flags.List("--filter", "Only those that fit: until=24h, label=KEY[=VALUE], label!=KEY", "-f");
        command.Add(filter);
        command.Runs((parse, engine) =>
        {
            var pruned = engine.Ask(
                EngineRequest.Post(new QueryString("/containers/prune").Add("filters", Filters.ToJson(parse.GetRequiredValue(filter))).ToString()), WireJson.Default.ContainersPruned);
            foreach (var id in pruned.ContainersDeleted ?? [])
            {
                host.Out.WriteLine(id);
            }

            host.Out.WriteLine($"Total reclaimed space: {HumanSize.Decimal(pruned.SpaceReclaimed)}");
            return 0;
        });
        return command;
    }
}
