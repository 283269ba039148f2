using System.CommandLine;
using System.Text.Json.Nodes;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Images;
using Whelk.Cli.Output;
using Whelk.Cli.Templates;
using Whelk.Errors;

namespace Whelk.Cli.Containers;

/// <summary>`whelk inspect`: everything that the daemon knows of workloads or images, as JSON.</summary>
internal static class InspectCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "inspect", "Show all there is to know of workloads and images");
        var format = Flags.Text("--format", "json, or a template", "-f");
        var type = Flags.Text("--type", "container or image");
        var size = Flags.Switch("--size", "Show a workload's sizes", "-s");
        var names = Flags.Names("NAME|ID");
        foreach (var option in (Option[])[format, type, size])
        {
            command.Add(option);
        }

        command.Add(names);
        command.Runs((parse, engine) =>
        {
            var found = new JsonArray();
            var code = command.ForEach(Positionals.Of(parse, names), name => found.Add(Find(engine, name, parse.GetValue(type), parse.GetValue(size))));
            Show(host, found, parse.GetValue(format));
            return code;
        });
        return command;
    }

    private static JsonNode Find(EngineClient engine, string name, string? type, bool size)
    {
        if (type is not (null or "" or "container" or "image"))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"\"{type}\" is not a valid value for --type");
        }

        try
        {
            if (type is not "image")
            {
                return Ask(engine, new QueryString($"/containers/{QueryString.Escape(name)}/json").Add("size", size).ToString());
            }
        }
        catch (EngineException missing) when (missing.Status == 404 && type is not "container")
        {
            // Not a workload: then perhaps an image.
        }

        try
        {
            return Ask(engine, $"/images/{ImagePath.Of(name)}/json");
        }
        catch (EngineException missing) when (missing.Status == 404 && type is not "image")
        {
            throw new WhelkException(ErrorCode.NotFound, $"Error: No such object: {name}", missing);
        }
    }

    private static JsonNode Ask(EngineClient engine, string target)
    {
        using var answer = engine.Send(EngineRequest.Get(target));
        return answer.ReadNode();
    }

    private static void Show(CommandHost host, JsonArray found, string? format)
    {
        if (format is null or "")
        {
            host.Out.WriteLine(JsonText.Indented(found));
            return;
        }

        var template = format == "json" ? null : Template.Parse(format);
        foreach (var item in found)
        {
            host.Out.WriteLine(template is null ? JsonText.Compact(item) : template.Apply(item));
        }
    }
}
