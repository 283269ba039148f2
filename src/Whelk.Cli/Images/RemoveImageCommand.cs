using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Images;

/// <summary>`whelk rmi`.</summary>
internal static class RemoveImageCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "rmi", "Remove one or more images");
        var force = Flags.Switch("--force", "Remove also what is in use", "-f");
        var names = Flags.Names("IMAGE");
        command.Add(force);
        command.Add(names);
        command.Runs((parse, engine) => command.ForEach(Positionals.Of(parse, names), name =>
        {
            // A name's slashes are part of the path here, as Docker's own client sends them.
            var target = new QueryString($"/images/{ImagePath.Of(name)}").Add("force", parse.GetValue(force)).ToString();
            foreach (var step in engine.Ask(EngineRequest.Delete(target), WireJson.Default.ImageRemovedArray))
            {
                host.Out.WriteLine(step.Deleted is { } deleted ? $"Deleted: {deleted}" : $"Untagged: {step.Untagged}");
            }
        }));
        return command;
    }
}
