using System.CommandLine;
using System.Text.Json;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Containers;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Server;

/// <summary>`whelk events`.</summary>
internal static class EventsCommand
{
    private const long NanosecondsPerTick = 100;

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "events", "Show what happens in the daemon, as it happens");
        var filter = Flags.List("--filter", "Only what fits: container=web, event=die, type=image, label=KEY[=VALUE], image=NAME", "-f");
        var since = Flags.Text("--since", "Also what has happened since: a time, or a span like 10m");
        var until = Flags.Text("--until", "End at: a time, or a span like 10m");
        var format = Flags.Text("--format", "'json' for a line of JSON each");
        foreach (var option in (Option[])[filter, since, until, format])
        {
            command.Add(option);
        }

        command.Runs((parse, engine) =>
        {
            using var answer = engine.Send(EngineRequest.Get(new QueryString("/events")
                .Add("filters", Filters.ToJson(parse.GetRequiredValue(filter)))
                .Add("since", Instant.ToUnix(parse.GetValue(since), host.Time))
                .Add("until", Instant.ToUnix(parse.GetValue(until), host.Time))
                .ToString()));
            Show(host, answer, asJson: parse.GetValue(format) is "json" or "{{json .}}");
            return 0;
        });
        return command;
    }

    private static void Show(CommandHost host, EngineResponse answer, bool asJson)
    {
        using var lines = new StreamReader(answer.Body);
        while (lines.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                host.Out.WriteLine(asJson ? line : TextOf(JsonSerializer.Deserialize(line, WireJson.Default.EventLine)!));
                host.Flush();
            }
        }
    }

    // As docker shows it: time, type, action, id, and the attributes in order.
    private static string TextOf(EventLine happened)
    {
        var at = DateTimeOffset.UnixEpoch.AddTicks(happened.TimeNano / NanosecondsPerTick).ToLocalTime();
        var attributes = string.Join(", ", happened.Actor.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        return $"{at:yyyy-MM-dd'T'HH:mm:ss.fffffff'00'zzz} {happened.Type} {happened.Action} {happened.Actor.Id} ({attributes})";
    }
}
