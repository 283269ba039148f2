using Whelk.Api;
using System.CommandLine;
using Whelk.Cli.Attach;
using Whelk.Cli.CommandLine;

namespace Whelk.Cli.Run;

/// <summary>`whelk run`: create a workload from an image and start it.</summary>
internal static class RunCommand
{
    private const int DaemonFailure = 125;

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "run", "Create and run a new workload from an image") { FailureCode = DaemonFailure, Introduced = true };
        var detach = Flags.Switch("--detach", "Run in the background and print the id", "-d");
        var detachKeys = Flags.Text("--detach-keys", "Keys that leave a terminal without ending the workload");
        var sigProxy = new Option<bool>("--sig-proxy") { Description = "Forward signals to the process", DefaultValueFactory = _ => true };
        var cidFile = Flags.Text("--cidfile", "Write the id to a file");
        command.Add(detach);
        command.Add(detachKeys);
        command.Add(sigProxy);
        command.Add(cidFile);
        var options = new CreateOptions();
        options.AddTo(command);
        command.Runs((parse, engine) =>
        {
            var background = parse.GetValue(detach);
            var request = options.Read(parse, host, attached: !background);
            var streams = new StreamOptions
            {
                Input = request.Config.AttachStdin,
                Tty = request.Config.Tty,
                DetachKeys = DetachKeys.Parse(parse.GetValue(detachKeys) ?? DetachKeys.Default),
                ForwardSignals = parse.GetValue(sigProxy),
            };
            streams.Check(host);
            var id = CidFile.Around(parse.GetValue(cidFile), () => new ContainerCreator(host, engine).Create(request));
            var launch = new ContainerLaunch(host, engine, id);
            return background ? InBackground(host, launch, id) : launch.Attached(streams, request.Config.HostConfig.AutoRemove);
        });
        return command;
    }

    private static int InBackground(CommandHost host, ContainerLaunch launch, string id)
    {
        launch.Start();
        host.Out.WriteLine(id);
        return 0;
    }
}
