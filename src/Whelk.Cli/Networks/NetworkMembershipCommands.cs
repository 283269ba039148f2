using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Run;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Networks;

/// <summary>`whelk network connect` and `disconnect`.</summary>
internal static class NetworkMembershipCommands
{
    internal static ClientCommand Connect(CommandHost host)
    {
        var command = new ClientCommand(host, "connect", "Join a workload to a network");
        var options = new EndpointOptions("--alias");
        var network = new Argument<string>("NETWORK");
        var workload = new Argument<string>("CONTAINER");
        options.AddTo(command);
        command.Add(network);
        command.Add(workload);
        command.Runs((parse, engine) =>
        {
            var request = new NetworkMembership { Container = parse.GetRequiredValue(workload), EndpointConfig = options.Read(parse) };
            engine.Do(EngineRequest.Post($"/networks/{QueryString.Escape(parse.GetRequiredValue(network))}/connect", request, WireJson.Default.NetworkMembership));
            return 0;
        });
        return command;
    }

    internal static ClientCommand Disconnect(CommandHost host)
    {
        var command = new ClientCommand(host, "disconnect", "Take a workload out of a network");
        var force = Flags.Switch("--force", "Also where it does not answer", "-f");
        var network = new Argument<string>("NETWORK");
        var workload = new Argument<string>("CONTAINER");
        command.Add(force);
        command.Add(network);
        command.Add(workload);
        command.Runs((parse, engine) =>
        {
            var request = new NetworkMembership { Container = parse.GetRequiredValue(workload), Force = parse.GetValue(force) };
            engine.Do(EngineRequest.Post($"/networks/{QueryString.Escape(parse.GetRequiredValue(network))}/disconnect", request, WireJson.Default.NetworkMembership));
            return 0;
        });
        return command;
    }
}
