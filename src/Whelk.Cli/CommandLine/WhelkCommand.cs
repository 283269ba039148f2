using System.CommandLine;
using System.CommandLine.Help;
using Whelk.Cli.Client;
using Whelk.Cli.Compare;
using Whelk.Cli.Containers;
using Whelk.Cli.Copying;
using Whelk.Cli.Daemon;
using Whelk.Cli.Doctor;
using Whelk.Cli.Images;
using Whelk.Cli.Run;
using Whelk.Cli.Server;
using Whelk.Cli.Networks;
using Whelk.Cli.Volumes;

namespace Whelk.Cli.CommandLine;

/// <summary>The tree of everything that can be typed.</summary>
internal static class WhelkCommand
{
    /// <summary>The option that names the daemon's socket, known to every command.</summary>
    public const string HostOption = "--host";

    public static RootCommand Create(CommandHost host)
    {
        var root = new RootCommand("Runs any OCI image as a container or as a virtual machine.");
        // -h is Docker's short form of --hostname, so help keeps its long name alone.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help"));
        root.Add(new Option<string?>(HostOption, "-H")
        {
            Description = $"The daemon's socket, unix:///path (default ${EngineAddress.Variable}, else {EngineAddress.Default})",
            Recursive = true,
        });
        foreach (var command in Commands(host))
        {
            root.Add(command);
        }

        return root;
    }

    private static IEnumerable<Command> Commands(CommandHost host) =>
    [
        RunCommand.Create(host),
        CreateCommand.Create(host),
        StartCommand.Create(host),
        AttachCommand.Create(host),
        ExecCommand.Create(host),
        PsCommand.Create(host),
        LogsCommand.Create(host),
        .. LifecycleCommands.Create(host),
        RenameCommand.Create(host),
        UpdateCommand.Create(host),
        StatsCommand.Create(host),
        TopCommand.Create(host),
        CopyCommand.Create(host),
        ExportCommand.Create(host),
        DiffCommand.Create(host),
        PruneCommand.Create(host),
        InspectCommand.Create(host),
        PortCommand.Create(host),
        ImagesCommand.Create(host),
        RemoveImageCommand.Create(host),
        TagCommand.Create(host),
        ImportCommand.Create(host),
        VolumeCommand.Create(host),
        NetworkCommand.Create(host),
        CompareCommand.Create(host),
        DoctorCommand.Create(host),
        VersionCommand.Create(host),
        InfoCommand.Create(host),
        EventsCommand.Create(host),
        SystemCommand.Create(host),
        DaemonCommand.Create(),
    ];
}
