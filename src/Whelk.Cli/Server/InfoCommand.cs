using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Templates;

namespace Whelk.Cli.Server;

/// <summary>`whelk info`: what the daemon says of itself and its host.</summary>
internal static class InfoCommand
{
    private static readonly (string Field, string Label)[] Lines =
    [
        ("Containers", "Containers"),
        ("ContainersRunning", " Running"),
        ("ContainersPaused", " Paused"),
        ("ContainersStopped", " Stopped"),
        ("Images", "Images"),
        ("ServerVersion", "Server Version"),
        ("Driver", "Storage Driver"),
        ("LoggingDriver", "Logging Driver"),
        ("CgroupDriver", "Cgroup Driver"),
        ("CgroupVersion", "Cgroup Version"),
        ("DefaultRuntime", "Default Runtime"),
        ("Isolation", "Default Isolation"),
        ("KernelVersion", "Kernel Version"),
        ("OperatingSystem", "Operating System"),
        ("OSType", "OSType"),
        ("Architecture", "Architecture"),
        ("NCPU", "CPUs"),
        ("Name", "Name"),
        ("ID", "ID"),
        ("DockerRootDir", "Root Dir"),
    ];

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "info", "Show what the daemon says of itself and its host");
        var format = Flags.Text("--format", "json, or a template", "-f");
        command.Add(format);
        command.Runs((parse, engine) =>
        {
            using var answer = engine.Send(EngineRequest.Get("/info"));
            var info = answer.ReadNode();
            switch (parse.GetValue(format))
            {
                case null or "":
                    Write(host.Out, info);
                    break;
                case "json":
                    host.Out.WriteLine(JsonText.Compact(info));
                    break;
                case { } template:
                    host.Out.WriteLine(Template.Parse(template).Apply(info));
                    break;
            }

            return 0;
        });
        return command;
    }

    private static void Write(TextWriter output, JsonNode info)
    {
        output.WriteLine($"Client:\n Version: {VersionCommand.Client}\n\nServer:");
        foreach (var (field, label) in Lines)
        {
            if (info[field] is { } value)
            {
                output.WriteLine($" {label}: {value}");
            }
        }

        if (info["Runtimes"] is JsonObject runtimes)
        {
            output.WriteLine($" Runtimes: {string.Join(' ', runtimes.Select(pair => pair.Key))}");
        }

        if (long.TryParse(info["MemTotal"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var memory))
        {
            output.WriteLine($" Total Memory: {HumanSize.Binary(memory)}");
        }

        foreach (var warning in info["Warnings"] as JsonArray ?? [])
        {
            output.WriteLine($"WARNING: {warning}");
        }
    }
}
