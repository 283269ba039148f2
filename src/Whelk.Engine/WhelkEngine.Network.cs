using System.Net;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Starting;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Networks;

namespace Whelk.Engine;

/// <summary>Published ports: the monitor holds the host's port, the daemon leads its packets to the workload.</summary>
public sealed partial class WhelkEngine
{
    private const string Everywhere = "0.0.0.0";

    /// <summary>The workload's place among the ports asked for; exposed ones too with --publish-all.</summary>
    private static IReadOnlyList<PortBinding> WantedPorts(WorkloadSpec spec)
    {
        var host = spec.Options.Host;
        var all = host.PublishAllPorts ? spec.ExposedPorts.Select(ExposedPort).Where(port => !host.Ports.Any(known => known.Port == port.Port && known.Protocol == port.Protocol)) : [];
        return [.. host.Ports, .. all];
    }

    private static PortBinding ExposedPort(string text) => text.Split('/') is [var port, var protocol]
        ? new PortBinding { Port = ushort.Parse(port, System.Globalization.CultureInfo.InvariantCulture), Protocol = protocol }
        : new PortBinding { Port = ushort.Parse(text, System.Globalization.CultureInfo.InvariantCulture), Protocol = "tcp" };

    private IReadOnlyList<PortOrder> PortOrders(Workload workload)
    {
        if (workload.Endpoint is not { } endpoint)
        {
            return [];
        }

        var wanted = WantedPorts(workload.Spec);
        foreach (var port in wanted.Where(port => port.HostPort != 0))
        {
            RefuseTaken(workload, port);
        }

        return [.. wanted.Select(port => new PortOrder
        {
            HostAddress = port.HostAddress.Length == 0 ? Everywhere : port.HostAddress,
            HostPort = port.HostPort,
            Protocol = port.Protocol,
            Address = $"{endpoint.Address}",
            Port = port.Port,
        })];
    }

    private void RefuseTaken(Workload workload, PortBinding port)
    {
        var taken = Workloads.All.Where(other => other != workload).SelectMany(other => other.PublishedPorts)
            .Any(other => other.HostPort == port.HostPort && other.Protocol == port.Protocol && Overlaps(other.HostAddress, port.HostAddress));
        if (taken)
        {
            var address = port.HostAddress.Length == 0 ? Everywhere : port.HostAddress;
            throw new WhelkException(
                ErrorCode.Internal,
                $"driver failed programming external connectivity on endpoint {workload.Spec.Name} ({workload.Spec.Id}): Bind for {address}:{port.HostPort} failed: port is already allocated");
        }
    }

    private static bool Overlaps(string one, string other) =>
        one == other || one is "" or Everywhere || other is "" or Everywhere;

    private async Task PublishAsync(StartingWorkload start, CancellationToken cancellationToken)
    {
        if (start.Workload.Endpoint is not { } endpoint)
        {
            return;
        }

        var wanted = WantedPorts(start.Workload.Spec);
        start.Workload.PublishedPorts = [.. wanted.Select((port, at) => port with { HostPort = start.Created!.HostPorts[at] })];
        RunRecord.Write(start.Workload);
        if (wanted.Count > 0)
        {
            await Network.PublishAsync(endpoint, Mappings(start.Workload), cancellationToken);
        }
    }

    private async Task UnpublishAsync(StartingWorkload start) => await UnpublishAsync(start.Workload);

    private async Task UnpublishAsync(Workload workload)
    {
        if (workload.Endpoint is { } endpoint && workload.PublishedPorts.Count > 0)
        {
            var mappings = Mappings(workload);
            workload.PublishedPorts = [];
            await Network.UnpublishAsync(endpoint, mappings, CancellationToken.None);
        }
    }

    private static IReadOnlyList<PortMapping> Mappings(Workload workload) => [.. workload.PublishedPorts.Select(port => new PortMapping
    {
        HostAddress = IPAddress.Parse(port.HostAddress.Length == 0 ? Everywhere : port.HostAddress),
        HostPort = port.HostPort,
        Protocol = port.Protocol,
        Port = port.Port,
    })];
}
