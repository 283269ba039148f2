using System.CommandLine;
using System.Text.Json;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Run;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Volumes;

/// <summary>`whelk volume`: create, ls, inspect, rm, prune.</summary>
internal static class VolumeCommand
{
    public static Command Create(CommandHost host) => new("volume", "Folders that outlive the workloads that mount them") { Make(host), List(host), Inspect(host), Remove(host), Prune(host) };

    private static ClientCommand Make(CommandHost host)
    {
        var command = new ClientCommand(host, "create", "Make a volume");
        var label = Flags.List("--label", "Something to say of it: KEY[=VALUE]", "-l");
        var driver = Flags.Text("--driver", "What keeps it: local", "-d");
        var option = Flags.List("--opt", "Option of the driver: type=, device=, o= as of mount(8)", "-o");
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne };
        command.Add(label);
        command.Add(driver);
        command.Add(option);
        command.Add(name);
        command.Runs((parse, engine) =>
        {
            var request = new VolumeCreateRequest(parse.GetValue(name), parse.GetValue(driver), KeyValues.Parse(parse.GetRequiredValue(option)), KeyValues.Parse(parse.GetRequiredValue(label)));
            var made = engine.Ask(EngineRequest.Post("/volumes/create", request, WireJson.Default.VolumeCreateRequest), WireJson.Default.VolumeDetails);
            host.Out.WriteLine(made.Name);
            return 0;
        });
        return command;
    }

    private static ClientCommand List(CommandHost host)
    {
        var command = new ClientCommand(host, "ls", "List volumes");
        var filter = Flags.List("--filter", "Only what fits: name=, label=, dangling=true", "-f");
        var quiet = Flags.Switch("--quiet", "Show names only", "-q");
        command.Add(filter);
        command.Add(quiet);
        command.Runs((parse, engine) =>
        {
            var list = engine.Ask(EngineRequest.Get(new QueryString("/volumes").Add("filters", Filters.ToJson(parse.GetRequiredValue(filter))).ToString()), WireJson.Default.VolumeList);
            var rows = (list.Volumes ?? []).Select(volume => parse.GetValue(quiet) ? [volume.Name] : new[] { volume.Driver ?? string.Empty, volume.Name });
            TextTable.Write(host.Out, parse.GetValue(quiet) ? [.. rows] : [["DRIVER", "VOLUME NAME"], .. rows]);
            return 0;
        });
        return command;
    }

    private static ClientCommand Inspect(CommandHost host)
    {
        var command = new ClientCommand(host, "inspect", "Show all of one or more volumes");
        var names = Flags.Names("VOLUME");
        command.Add(names);
        command.Runs((parse, engine) => command.ForEach(Positionals.Of(parse, names), name =>
        {
            var volume = engine.Ask(EngineRequest.Get($"/volumes/{QueryString.Escape(name)}"), WireJson.Default.VolumeDetails);
            host.Out.WriteLine(JsonSerializer.Serialize(volume, WireJson.Default.VolumeDetails));
        }));
        return command;
    }

    private static ClientCommand Remove(CommandHost host)
    {
        var command = new ClientCommand(host, "rm", "Remove one or more volumes, with what is in them");
        var force = Flags.Switch("--force", "No error where there is none", "-f");
        var names = Flags.Names("VOLUME");
        command.Add(force);
        command.Add(names);
        command.Runs((parse, engine) => command.ForEach(Positionals.Of(parse, names), name =>
        {
            engine.Do(EngineRequest.Delete(new QueryString($"/volumes/{QueryString.Escape(name)}").Add("force", parse.GetValue(force)).ToString()));
            host.Out.WriteLine(name);
        }));
        return command;
    }

    private static ClientCommand Prune(CommandHost host)
    {
        var command = new ClientCommand(host, "prune", "Remove the volumes without a name that no workload mounts");
        var all = Flags.Switch("--all", "Also those with a name", "-a");
        var filter = Flags.List("--filter", "Only those that fit: label=KEY[=VALUE]", "-f");
        command.Add(all);
        command.Add(filter);
        command.Runs((parse, engine) =>
        {
            string[] filters = [.. parse.GetRequiredValue(filter), .. parse.GetValue(all) ? ["all=1"] : Array.Empty<string>()];
            var pruned = engine.Ask(EngineRequest.Post(new QueryString("/volumes/prune").Add("filters", Filters.ToJson(filters)).ToString()), WireJson.Default.VolumesPruned);
            foreach (var name in pruned.VolumesDeleted ?? [])
            {
                host.Out.WriteLine(name);
            }

            host.Out.WriteLine($"Total reclaimed space: {HumanSize.Decimal(pruned.SpaceReclaimed)}");
            return 0;
        });
        return command;
    }
}
