using System.CommandLine;
using Whelk.Cli.Attach;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>`whelk logs`.</summary>
internal static class LogsCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "logs", "Show what a workload has written");
        var follow = Flags.Switch("--follow", "Go on as more is written", "-f");
        var tail = Flags.Text("--tail", "Number of lines from the end", "-n");
        var since = Flags.Text("--since", "Only what is newer: a time, or a span like 10m");
        var until = Flags.Text("--until", "Only what is older: a time, or a span like 10m");
        var timestamps = Flags.Switch("--timestamps", "Show when each line was written", "-t");
        var details = Flags.Switch("--details", "Show extra attributes");
        var name = new Argument<string>("CONTAINER");
        foreach (var option in (Option[])[follow, tail, since, until, timestamps, details])
        {
            command.Add(option);
        }

        command.Add(name);
        command.Runs((parse, engine) =>
        {
            var container = engine.Ask(
                EngineRequest.Get($"/containers/{QueryString.Escape(parse.GetRequiredValue(name))}/json"), WireJson.Default.ContainerDetails);
            using var answer = engine.Send(EngineRequest.Get(new QueryString($"/containers/{container.Id}/logs")
                .Add("details", parse.GetValue(details))
                .Add("follow", parse.GetValue(follow))
                .Add("since", Instant.ToUnix(parse.GetValue(since), host.Time))
                .Add("stderr", true)
                .Add("stdout", true)
                .Add("tail", parse.GetValue(tail) ?? "all")
                .Add("timestamps", parse.GetValue(timestamps))
                .Add("until", Instant.ToUnix(parse.GetValue(until), host.Time))
                .ToString()));
            Copy(host, answer, tty: container.Config?.Tty is true);
            return 0;
        });
        return command;
    }

    private static void Copy(CommandHost host, EngineResponse answer, bool tty)
    {
        if (tty)
        {
            answer.Body.CopyTo(host.Output);
            return;
        }

        var demultiplexer = new FrameDemultiplexer(host.Output, host.ErrorOutput);
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = answer.Body.Read(buffer)) > 0)
        {
            demultiplexer.Push(buffer.AsSpan(0, count));
        }

        demultiplexer.Complete();
    }
}
