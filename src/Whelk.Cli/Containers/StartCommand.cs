using Whelk.Api;
using System.CommandLine;
using Whelk.Cli.Attach;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Run;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Containers;

/// <summary>`whelk start`.</summary>
internal static class StartCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "start", "Start one or more stopped workloads");
        var attach = Flags.Switch("--attach", "Attach output and forward signals", "-a");
        var interactive = Flags.Switch("--interactive", "Attach standard input", "-i");
        var detachKeys = Flags.Text("--detach-keys", "Keys that leave a terminal without ending the workload");
        var names = Flags.Names("CONTAINER");
        command.Add(attach);
        command.Add(interactive);
        command.Add(detachKeys);
        command.Add(names);
        command.Runs((parse, engine) =>
        {
            var containers = Positionals.Of(parse, names);
            return parse.GetValue(attach) || parse.GetValue(interactive)
                ? Attached(host, engine, containers, parse.GetValue(interactive), DetachKeys.Parse(parse.GetValue(detachKeys) ?? DetachKeys.Default))
                : All(host, command, engine, containers);
        });
        return command;
    }

    private static int All(CommandHost host, ClientCommand command, EngineClient engine, string[] containers)
    {
        var failed = new List<string>();
        foreach (var name in containers)
        {
            var code = command.ForEach([name], one =>
            {
                engine.Do(EngineRequest.Post($"/containers/{QueryString.Escape(one)}/start"));
                host.Out.WriteLine(one);
            });
            if (code != 0)
            {
                failed.Add(name);
            }
        }

        return failed.Count == 0
            ? 0
            : throw new WhelkException(ErrorCode.Internal, $"failed to start containers: {string.Join(", ", failed)}");
    }

    private static int Attached(CommandHost host, EngineClient engine, string[] containers, bool input, DetachKeys keys)
    {
        if (containers.Length != 1)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "you cannot start and attach multiple containers at once");
        }

        var details = engine.Ask(EngineRequest.Get($"/containers/{QueryString.Escape(containers[0])}/json"), WireJson.Default.ContainerDetails);
        var streams = new StreamOptions
        {
            Input = input && details.Config?.OpenStdin is true,
            Tty = details.Config?.Tty is true,
            DetachKeys = keys,
        };
        // The exit is awaited, not the removal: the answer to the latter would be the same, and comes later.
        return new ContainerLaunch(host, engine, details.Id).Attached(streams, autoRemove: false);
    }
}
