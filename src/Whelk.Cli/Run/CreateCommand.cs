using System.CommandLine;
using Whelk.Cli.CommandLine;

namespace Whelk.Cli.Run;

/// <summary>`whelk create`: create a workload without starting it.</summary>
internal static class CreateCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "create", "Create a new workload without starting it") { Introduced = true };
        var cidFile = Flags.Text("--cidfile", "Write the id to a file");
        command.Add(cidFile);
        var options = new CreateOptions();
        options.AddTo(command);
        command.Runs((parse, engine) =>
        {
            // Streams are chosen as for a run in the foreground, since `start -a` may attach later.
            var request = options.Read(parse, host, attached: true);
            var id = CidFile.Around(parse.GetValue(cidFile), () => new ContainerCreator(host, engine).Create(request));
            host.Out.WriteLine(id);
            return 0;
        });
        return command;
    }
}
