using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Containers;

/// <summary>`whelk port`: where a workload's ports are published.</summary>
internal static class PortCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "port", "List where a workload's ports are published");
        var name = new Argument<string>("CONTAINER");
        var wanted = new Argument<string?>("PRIVATE_PORT[/PROTO]") { Arity = ArgumentArity.ZeroOrOne };
        command.Add(name);
        command.Add(wanted);
        command.Runs((parse, engine) =>
        {
            var container = parse.GetRequiredValue(name);
            var details = engine.Ask(EngineRequest.Get($"/containers/{QueryString.Escape(container)}/json"), WireJson.Default.ContainerDetails);
            var ports = details.NetworkSettings?.Ports ?? [];
            if (parse.GetValue(wanted) is { } port)
            {
                Show(host, ports, port.Contains('/', StringComparison.Ordinal) ? port : $"{port}/tcp", container);
                return 0;
            }

            foreach (var (key, bindings) in ports.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                foreach (var binding in bindings ?? [])
                {
                    host.Out.WriteLine($"{key} -> {AddressOf(binding)}");
                }
            }

            return 0;
        });
        return command;
    }

    private static void Show(CommandHost host, Dictionary<string, PortBinding[]?> ports, string port, string container)
    {
        if (ports.GetValueOrDefault(port) is not { Length: > 0 } bindings)
        {
            throw new WhelkException(ErrorCode.NotFound, $"no public port '{port}' published for {container}");
        }

        foreach (var binding in bindings)
        {
            host.Out.WriteLine(AddressOf(binding));
        }
    }

    private static string AddressOf(PortBinding binding) =>
        binding.HostIp.Contains(':', StringComparison.Ordinal) ? $"[{binding.HostIp}]:{binding.HostPort}" : $"{binding.HostIp}:{binding.HostPort}";
}
