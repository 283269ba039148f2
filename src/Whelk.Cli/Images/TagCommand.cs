using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;

namespace Whelk.Cli.Images;

/// <summary>`whelk tag`.</summary>
internal static class TagCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "tag", "Give an image another name");
        var source = new Argument<string>("SOURCE_IMAGE[:TAG]");
        var target = new Argument<string>("TARGET_IMAGE[:TAG]");
        command.Add(source);
        command.Add(target);
        command.Runs((parse, engine) =>
        {
            var (repository, tag) = ImageName.Split(parse.GetRequiredValue(target));
            engine.Do(EngineRequest.Post(
                new QueryString($"/images/{ImagePath.Of(parse.GetRequiredValue(source))}/tag").Add("repo", repository).Add("tag", tag ?? "latest").ToString()));
            return 0;
        });
        return command;
    }
}
