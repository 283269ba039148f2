using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Templates;
using Whelk.Errors;

namespace Whelk.Cli.Server;

/// <summary>`whelk version`: of this client, and of the daemon.</summary>
internal static class VersionCommand
{
    private const string ApiVersion = "1.45";

    /// <summary>The version of this executable.</summary>
    public static string Client =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "version", "Show the versions of client and daemon");
        var format = Flags.Text("--format", "json, or a template", "-f");
        command.Add(format);
        command.Runs((parse, engine) =>
        {
            var report = new JsonObject { [nameof(Client)] = ClientVersion(), ["Server"] = null };
            try
            {
                using var answer = engine.Send(EngineRequest.Get("/version"));
                report["Server"] = answer.ReadNode();
            }
            catch (WhelkException failure) when (parse.GetValue(format) is null && failure.Code is ErrorCode.Unavailable or ErrorCode.Denied)
            {
                WriteClient(host.Out, report);
                throw;
            }

            Show(host, report, parse.GetValue(format));
            return 0;
        });
        return command;
    }

    private static void Show(CommandHost host, JsonObject report, string? format)
    {
        switch (format)
        {
            case null or "":
                WriteClient(host.Out, report);
                WriteServer(host.Out, report["Server"]!);
                break;
            case "json":
                host.Out.WriteLine(JsonText.Compact(report));
                break;
            default:
                host.Out.WriteLine(Template.Parse(format).Apply(report));
                break;
        }
    }

    private static JsonObject ClientVersion() => new()
    {
        ["Version"] = Client,
        ["ApiVersion"] = ApiVersion,
        ["Os"] = "linux",
        ["Arch"] = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "amd64" : "arm64",
    };

    private static void WriteClient(TextWriter output, JsonObject report)
    {
        var client = report[nameof(Client)]!;
        output.WriteLine("Client:");
        Line(output, 1, "Version", client["Version"]);
        Line(output, 1, "API version", client["ApiVersion"]);
        output.WriteLine($" {"OS/Arch:",-18} {client["Os"]}/{client["Arch"]}");
    }

    private static void WriteServer(TextWriter output, JsonNode server)
    {
        output.WriteLine();
        output.WriteLine("Server:");
        output.WriteLine(" Engine:");
        Line(output, 2, "Version", server["Version"]);
        output.WriteLine($"  {"API version:",-17} {server["ApiVersion"]} (minimum version {server["MinAPIVersion"]})");
        Line(output, 2, "Git commit", server["GitCommit"]);
        Line(output, 2, "Built", server["BuildTime"]);
        Line(output, 2, "Kernel", server["KernelVersion"]);
        output.WriteLine($"  {"OS/Arch:",-17} {server["Os"]}/{server["Arch"]}");
        foreach (var component in (server["Components"] as JsonArray ?? []).Skip(1).OfType<JsonObject>())
        {
            output.WriteLine($" {component["Name"]}:");
            Line(output, 2, "Version", component["Version"]);
        }
    }

    private static void Line(TextWriter output, int indent, string name, JsonNode? value)
    {
        if (value is not null && value.ToString().Length > 0)
        {
            output.WriteLine($"{new string(' ', indent)}{$"{name}:".PadRight(19 - indent)} {value}");
        }
    }
}
