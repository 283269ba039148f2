using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;

namespace Whelk.Cli.Containers;

/// <summary>`whelk rename`.</summary>
internal static class RenameCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "rename", "Give a workload another name");
        var old = new Argument<string>("CONTAINER");
        var name = new Argument<string>("NEW_NAME");
        command.Add(old);
        command.Add(name);
        command.Runs((parse, engine) =>
        {
            engine.Do(EngineRequest.Post(new QueryString($"/containers/{QueryString.Escape(parse.GetRequiredValue(old))}/rename")
                .Add("name", parse.GetRequiredValue(name))
                .ToString()));
            return 0;
        });
        return command;
    }
}
