using System.CommandLine;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Errors;

namespace Whelk.Cli.Copying;

/// <summary>`whelk cp`: files out of a workload or into it, also as an archive on standard input and output.</summary>
internal static class CopyCommand
{
    public const string Standard = "-";

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "cp", "Copy files out of a workload or into it");
        var archive = Flags.Switch("--archive", "Give everything to the workload's user", "-a");
        var follow = Flags.Switch("--follow-link", "Copy what a link at the end of SOURCE leads to", "-L");
        var quiet = Flags.Switch("--quiet", "Say nothing", "-q");
        var source = new Argument<string>("[CONTAINER:]SOURCE|-");
        var target = new Argument<string>("[CONTAINER:]TARGET|-");
        foreach (var option in (Option[])[archive, follow, quiet])
        {
            command.Add(option);
        }

        command.Add(source);
        command.Add(target);
        command.Runs((parse, engine) =>
        {
            var (from, to) = (ContainerPath.Parse(parse.GetRequiredValue(source)), ContainerPath.Parse(parse.GetRequiredValue(target)));
            var bytes = (from.Container, to.Container) switch
            {
                (not null, null) => CopyOut.Run(host, engine, from, to.Path, parse.GetValue(follow)),
                (null, not null) => CopyIn.Run(host, engine, from.Path, to, parse.GetValue(follow), parse.GetValue(archive)),
                (null, null) => throw new WhelkException(ErrorCode.InvalidArgument, "must specify at least one container source"),
                _ => throw new WhelkException(ErrorCode.InvalidArgument, "copying between containers is not supported"),
            };
            if (!parse.GetValue(quiet) && from.Path != Standard && to.Path != Standard)
            {
                host.Error.WriteLine($"Successfully copied {HumanSize.Decimal(bytes)} to {parse.GetRequiredValue(target)}");
            }

            return 0;
        });
        return command;
    }
}
