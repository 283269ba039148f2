using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Run;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>`whelk update`.</summary>
internal static class UpdateCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "update", "Change the limits or the restart policy of one or more workloads");
        var memory = Flags.Text("--memory", "Memory limit", "-m");
        var swap = Flags.Text("--memory-swap", "Limit of memory and swap together, -1 for none");
        var reservation = Flags.Text("--memory-reservation", "Soft memory limit");
        var cpus = Flags.Text("--cpus", "Number of CPUs");
        var shares = Flags.Number("--cpu-shares", "Share of the CPU, relative to others", "-c");
        var cpuset = Flags.Text("--cpuset-cpus", "CPUs that may be used: 0-2,4");
        var pids = Flags.Number("--pids-limit", "Limit of processes, -1 for none");
        var restart = Flags.Text("--restart", "When to start again: no, on-failure[:N], always, unless-stopped");
        foreach (var option in (Option[])[memory, swap, reservation, cpus, shares, cpuset, pids, restart])
        {
            command.Add(option);
        }

        var names = Flags.Names("CONTAINER");
        command.Add(names);
        command.Runs((parse, engine) =>
        {
            var request = new UpdateRequest
            {
                Memory = parse.GetValue(memory) is { } bytes ? Quantity.Bytes(bytes, "-m, --memory") : null,
                MemorySwap = parse.GetValue(swap) switch { null => null, "-1" => -1, var both => Quantity.Bytes(both, "--memory-swap") },
                MemoryReservation = parse.GetValue(reservation) is { } soft ? Quantity.Bytes(soft, "--memory-reservation") : null,
                NanoCpus = parse.GetValue(cpus) is { } count ? Quantity.NanoCpus(count) : null,
                CpuShares = parse.GetValue(shares),
                CpusetCpus = parse.GetValue(cpuset),
                PidsLimit = parse.GetValue(pids),
                RestartPolicy = parse.GetValue(restart) is { } policy ? Quantity.Restart(policy) : null,
            };
            var warnings = new List<string>();
            var status = command.ForEach(Positionals.Of(parse, names), name =>
            {
                var post = EngineRequest.Post($"/containers/{QueryString.Escape(name)}/update", request, WireJson.Default.UpdateRequest);
                warnings.AddRange(engine.Ask(post, WireJson.Default.ContainerUpdated).Warnings ?? []);
                host.Out.WriteLine(name);
            });
            warnings.ForEach(host.Out.WriteLine);
            return status;
        });
        return command;
    }
}
