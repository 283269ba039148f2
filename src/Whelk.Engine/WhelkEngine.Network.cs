using System.Globalization;
using System.Net;
using Whelk.Engine.Monitors;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Starting;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Ports;

namespace Whelk.Engine;

/// <summary>A workload's network: its endpoint, and its published ports. The monitor holds the host's port, the daemon leads its packets to the workload.</summary>
public sealed partial class WhelkEngine
{
    private async Task JoinNetworkAsync(StartingWorkload start, CancellationToken cancellationToken)
    {
        if (start.Workload.Spec.Options.Host.NetworkMode != "none")
        {
            start.Workload.Endpoint = await Network.AttachAsync(cancellationToken);
        }
    }

    // Leaving the network ends them.
    private void AnnounceNames(Workload workload)
    {
        if (workload.Endpoint is { } endpoint)
        {
            Network.Announce(endpoint, [workload.Spec.Name, workload.Spec.ShortId, workload.Spec.Hostname, .. workload.Spec.Options.Host.NetworkAliases]);
        }
    }

    private Task LeaveNetworkAsync(StartingWorkload start) => LeaveNetworkAsync(start.Workload);

    // Ends the publications too.
    private async Task LeaveNetworkAsync(Workload workload)
    {
        if (workload.Endpoint is { } endpoint)
        {
            workload.Endpoint = null;
            workload.PublishedPorts = [];
            await Network.DetachAsync(endpoint);
        }
    }

    /// <summary>The ports asked for; the exposed ones too with --publish-all.</summary>
    private static IReadOnlyList<PortBinding> WantedPorts(WorkloadSpec spec)
    {
        var host = spec.Options.Host;
        var exposed = host.PublishAllPorts ? spec.ExposedPorts.Select(ExposedPort).OfType<PortBinding>().Where(port => !host.Ports.Any(known => known.Port == port.Port && known.Protocol == port.Protocol)) : [];
        return [.. host.Ports, .. exposed];
    }

    // An image may claim to expose anything: what is no port of TCP or UDP is passed over.
    private static PortBinding? ExposedPort(string text)
    {
        var parts = text.Split('/', 2);
        var protocol = parts.Length > 1 ? parts[1] : "tcp";
        return ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && protocol is "tcp" or "udp"
            ? new PortBinding { Port = port, Protocol = protocol }
            : null;
    }

    private IReadOnlyList<PortOrder> PortOrders(Workload workload)
    {
        if (workload.Endpoint is not { } endpoint)
        {
            return [];
        }

        var wanted = WantedPorts(workload.Spec);
        foreach (var port in wanted.Where(port => port.HostPort != 0))
        {
            Network.Check(MappingOf(port));
        }

        return [.. wanted.Select(port => new PortOrder
        {
            HostAddress = port.HostAddress,
            HostPort = port.HostPort,
            Protocol = port.Protocol,
            Address = $"{endpoint.Address}",
            Port = port.Port,
        })];
    }

    private void Publish(StartingWorkload start)
    {
        var workload = start.Workload;
        if (workload.Endpoint is not { } endpoint)
        {
            return;
        }

        workload.PublishedPorts = [.. WantedPorts(workload.Spec).Select((port, at) => port with { HostPort = start.Created!.HostPorts[at] })];
        foreach (var port in workload.PublishedPorts)
        {
            Network.Publish(endpoint, MappingOf(port), port.HostPort);
        }

        RunRecord.Write(workload);
    }

    private static WhelkException NamedAs(Workload workload, WhelkException exception) =>
        exception.While($"driver failed programming external connectivity on endpoint {workload.Spec.Name} ({workload.Spec.Id})");

    private static PortMapping MappingOf(PortBinding port) => PortWords.MappingOf(port.HostAddress, port.HostPort, port.Protocol, port.Port);

    private static LiveWorkload? LiveOf(RunRecord? record) => record is not { Address: { } address, NamespacePath: { } path } ? null : new LiveWorkload
    {
        NamespacePath = path,
        Address = IPAddress.Parse(address),
        Ports = [.. record.Ports.Select(port => new PublishedPort
        {
            HostAddress = MappingOf(port).HostAddress,
            HostPort = port.HostPort,
            ContainerPort = port.Port,
            Protocol = MappingOf(port).Protocol,
        })],
    };
}
