using System.Globalization;
using System.Net;
using Whelk.Engine.Monitors;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Networks;
using Whelk.Engine.Starting;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Namespaces;
using Whelk.Networks;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Ports;
using Whelk.Networks.UserNetworks;

namespace Whelk.Engine;

/// <summary>A workload's network: its endpoint, and its published ports. The monitor holds the host's port, the daemon leads its packets to the workload.</summary>
public sealed partial class WhelkEngine
{
    private async Task JoinNetworkAsync(StartingWorkload start, CancellationToken cancellationToken)
    {
        var workload = start.Workload;
        var mode = workload.Spec.Options.Host.NetworkMode;
        if (mode == NetworkWords.Host)
        {
            workload.Place = new NetworkPlace(null, []);
        }
        else if (NetworkWords.OtherWorkload(mode) is { } other)
        {
            var owner = Workloads.Find(other);
            workload.Place = new NetworkPlace(NamespaceOf(owner, other), []);
            TakeHostname(workload, owner);
        }
        else if (mode != NetworkWords.None && !workload.Spec.Options.NetworkDisabled)
        {
            await JoinNetworksAsync(workload, start.Held, cancellationToken);
        }
    }

    private async Task JoinNetworksAsync(Workload workload, HeldNamespaces? held, CancellationToken cancellationToken)
    {
        FindNetworks(workload);
        if (workload.Spec.Networks.FirstOrDefault(one => Networks.TryFindExact(one.Network) is null) is { } lost)
        {
            // As Docker: by the id once it was in it.
            throw new WhelkException(ErrorCode.NotFound, $"network {(workload.State is WorkloadState.Created ? lost.Name : lost.Network)} not found");
        }

        var own = workload.Spec.Networks.FirstOrDefault(one => one.Network == NetworkWords.Bridge);
        using var use = _networkUses.Join([.. workload.Spec.Networks.Where(one => one != own).Select(one => one.Network)]);
        var path = Network.NamespacePathOf(workload.Spec.ShortId);
        workload.Place = new NetworkPlace(path, []);
        try
        {
            await JoinOwnAsync(workload, own, held, path, cancellationToken);

            foreach (var other in workload.Spec.Networks.Where(one => one != own))
            {
                workload.Place = With(workload.Place, JoinOther(workload, other));
            }

            RouteThroughMain(workload.Place, own is null || held is not null ? null : NetworkWords.Bridge);
        }
        catch
        {
            await LeaveNetworkAsync(workload);
            throw;
        }

        TellOfPlaces(workload, "connect");
    }

    // A ready place comes with a namespace; that of a workload with users of its own must belong to its user namespace, or its root could do nothing there.
    private async Task JoinOwnAsync(Workload workload, NetworkAttachment? own, HeldNamespaces? held, string path, CancellationToken cancellationToken)
    {
        var ready = own is not null && held is null ? await Network.AttachAsync(cancellationToken) : null;
        if (ready is null)
        {
            await (held is null ? UserNetwork.CreateNamespaceAsync(path) : Task.Run(() => UserNetwork.AdoptNamespace(held.Network, path), CancellationToken.None));
        }

        if (own is not null)
        {
            // A place that gets no address of its own is given back like any other.
            var joined = new JoinedNetwork(own, ready ?? Network.JoinOwn(path, FreeInterface(workload.Place!)));
            workload.Place = new NetworkPlace(joined.Endpoint.NamespacePath, [joined]);
            workload.Place = workload.Place with { Joined = [Addressed(joined)] };
        }
    }

    // A ready place of the daemon's own bridge has the hardware address that follows from its address.
    private static JoinedNetwork Addressed(JoinedNetwork own) => own.Attachment.MacAddress.Length == 0
        ? own
        : own with { Endpoint = BridgeNetwork.WithMacAddress(own.Endpoint, AttachmentRules.Mac(own.Attachment.MacAddress)) };

    private static NetworkPlace With(NetworkPlace place, JoinedNetwork more) => place with { Joined = [.. place.Joined, more] };

    private JoinedNetwork JoinOther(Workload workload, NetworkAttachment asked) => new(asked, Network.Other(asked.Network).Join(new JoinRequest
    {
        Workload = workload.Spec.Id,
        NamespacePath = workload.Place!.NamespacePath!,
        Interface = FreeInterface(workload.Place),
        Address = asked.IPv4Address.Length > 0 ? IPAddress.Parse(asked.IPv4Address) : null,
        Address6 = asked.IPv6Address.Length > 0 ? IPAddress.Parse(asked.IPv6Address) : null,
        MacAddress = asked.MacAddress.Length > 0 ? AttachmentRules.Mac(asked.MacAddress) : null,
    }));

    private static string FreeInterface(NetworkPlace place)
    {
        var number = 0;
        while (place.Joined.Any(one => one.Endpoint.Interface == $"eth{number}"))
        {
            number++;
        }

        return $"eth{number}";
    }

    // The network whose default route is there already needs none.
    private static void RouteThroughMain(NetworkPlace place, string? already)
    {
        if (place.Main is { HasWayOut: true } main && main.Network != already)
        {
            UserNetwork.RouteThrough(main);
        }
    }

    // By its process: also where it has no place that would pin a namespace.
    private static string NamespaceOf(Workload other, string asked) => other.State switch
    {
        WorkloadState.Running running => $"/proc/{running.Pid}/ns/net",
        WorkloadState.Restarting => throw new WhelkException(ErrorCode.Conflict, $"cannot join network of a restarting container: {asked}"),
        _ => throw new WhelkException(ErrorCode.Conflict, $"cannot join network of a non running container: {asked}"),
    };

    // It may have been made after the workload that shares its namespace.
    private void TakeHostname(Workload workload, Workload owner)
    {
        if (workload.Spec.Hostname != owner.Spec.Hostname)
        {
            var spec = workload.Spec with { Hostname = owner.Spec.Hostname };
            _database.Update(spec);
            workload.Respecify(spec);
        }
    }

    // Leaving the network ends them.
    private void AnnounceNames(Workload workload)
    {
        foreach (var (attachment, endpoint) in workload.Place?.Joined ?? [])
        {
            Network.Announce(endpoint, NamesOn(workload.Spec, attachment), workload.Spec.ShortId, LinksOf(attachment));
        }
    }

    /// <summary>What a workload is called on a network; the order is Docker's, and on the daemon's own bridge it is the one that ranks them.</summary>
    public static IReadOnlyList<string> NamesOn(WorkloadSpec spec, NetworkAttachment attachment) => attachment.Network == NetworkWords.Bridge
        ? [spec.Name, spec.ShortId, spec.Hostname, .. attachment.Aliases]
        : [.. new[] { spec.Name }.Concat(attachment.Aliases).Append(spec.ShortId).Append(spec.Hostname).Distinct()];

    private Dictionary<string, string> LinksOf(NetworkAttachment attachment)
    {
        var links = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, alias) in attachment.Links.Select(LinkWords.Parse))
        {
            links[alias] = TryFindWorkload(name)?.Spec.Name ?? name;
        }

        return links;
    }

    private Workload? TryFindWorkload(string name) => Workloads.All.FirstOrDefault(workload => workload.Spec.Name == name || workload.Spec.Id == name || workload.Spec.ShortId == name);

    // As Docker: in another's network namespace a workload has its names.
    private WorkloadPaths? NameFilesOf(Workload workload) =>
        workload.Place is not null && NetworkWords.OtherWorkload(workload.Spec.Options.Host.NetworkMode) is { } other ? Workloads.Find(other).Paths : null;

    // As Docker on its default bridge: address, alias, and the names that the other one has itself.
    private IReadOnlyList<string> LinkedHosts(Workload workload)
    {
        var own = workload.Place is null ? null : workload.Spec.Networks.FirstOrDefault(one => one.Network == NetworkWords.Bridge);
        return [.. (own?.Links ?? []).Select(LinkWords.Parse).Select(link => LinkedHost(workload, link.Name, link.Alias))];
    }

    private string LinkedHost(Workload workload, string name, string alias)
    {
        var other = Workloads.Find(name);
        return other.Place?.In(NetworkWords.Bridge)?.Endpoint is { } endpoint
            ? $"{endpoint.Address}\t{string.Join(' ', new[] { alias, other.Spec.Hostname, other.Spec.Name }.Distinct())}"
            : throw new WhelkException(ErrorCode.Conflict, $"Cannot link to a non running container: /{other.Spec.Name} AS /{workload.Spec.Name}/{alias}");
    }

    private Task LeaveNetworkAsync(StartingWorkload start) => LeaveNetworkAsync(start.Workload);

    // Ends the publications too.
    private async Task LeaveNetworkAsync(Workload workload)
    {
        await workload.PlaceGate.WaitAsync();
        try
        {
            if (workload.Place is { } place)
            {
                TellOfPlaces(workload, "disconnect");
                workload.Place = null;
                workload.PublishedPorts = [];
                await GiveBackAsync(workload, place);
            }
        }
        finally
        {
            workload.PlaceGate.Release();
        }
    }

    private Task GiveBackAsync(Workload workload, NetworkPlace place) => Faults.ContainAsync(
        $"giving back the network of {workload.Spec.Id}",
        [
            .. place.Joined.Select(one => (Func<Task>)(() => GiveBackAsync(one.Endpoint))),
            () =>
            {
                // That of another workload is its own affair.
                if (place.NamespacePath == Network.NamespacePathOf(workload.Spec.ShortId))
                {
                    BridgeNetwork.RemoveNamespace(place.NamespacePath);
                }

                return Task.CompletedTask;
            },
        ]);

    private Task GiveBackAsync(Endpoint endpoint)
    {
        if (endpoint.Network == NetworkWords.Bridge)
        {
            return Network.DetachAsync(endpoint);
        }

        Network.Leave(endpoint);
        return Task.CompletedTask;
    }

    private void TellOfPlaces(Workload workload, string action)
    {
        foreach (var attachment in (workload.Place?.Joined ?? []).Select(one => one.Attachment))
        {
            if (Networks.TryFindExact(attachment.Network) is { } network)
            {
                TellOfNetwork(network, action, workload);
            }
        }
    }

    /// <summary>The ports asked for; the exposed ones too with --publish-all. Where the network has an address of the host's for them, that is theirs.</summary>
    private IReadOnlyList<PortBinding> WantedPorts(Workload workload)
    {
        var binding = workload.Place?.Main is { Network: not NetworkWords.Bridge } main && Networks.TryFindExact(main.Network) is { } network ? network.Bridge.HostBinding : string.Empty;
        var wanted = WantedPorts(workload.Spec);
        return binding.Length == 0 ? wanted : [.. wanted.Select(port => port.HostAddress.Length == 0 ? port with { HostAddress = binding } : port)];
    }

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
        if (workload.Place?.Main is not { HasWayOut: true } endpoint)
        {
            return [];
        }

        var wanted = WantedPorts(workload);
        foreach (var port in wanted.Where(port => port is { HostPort: not 0, LastHostPort: 0 }))
        {
            try
            {
                Network.Check(MappingOf(port));
            }
            catch (WhelkException exception)
            {
                throw NamedAs(workload, exception);
            }
        }

        return [.. wanted.Select(port => new PortOrder
        {
            HostAddress = port.HostAddress,
            HostPort = port.HostPort,
            LastHostPort = port.LastHostPort,
            Protocol = port.Protocol,
            Address = $"{endpoint.Address}",
            Port = port.Port,
        })];
    }

    private void Publish(StartingWorkload start)
    {
        if (start.Workload.Place?.Main is { HasWayOut: true })
        {
            Publish(start.Workload, start.Created!.HostPorts);
        }
    }

    private void Publish(Workload workload, IReadOnlyList<ushort> held)
    {
        var wanted = WantedPorts(workload);
        workload.PublishedPorts = [.. held.Select((host, at) => wanted[at] with { HostPort = host, LastHostPort = 0 })];
        foreach (var port in workload.PublishedPorts)
        {
            Network.Publish(workload.Place!.Main!, MappingOf(port), port.HostPort);
        }

        RunRecord.Write(workload);
    }

    private static WhelkException NamedAs(Workload workload, WhelkException exception) =>
        exception.While($"driver failed programming external connectivity on endpoint {workload.Spec.Name} ({workload.Spec.Id})");

    private static PortMapping MappingOf(PortBinding port) => PortWords.MappingOf(port.HostAddress, port.HostPort, port.Protocol, port.Port);

    internal static LiveWorkload? LiveOf(Workload workload, RunRecord? record)
    {
        if (record is not { NamespacePath: { } path })
        {
            return null;
        }

        var place = new NetworkPlace(path, [.. EndpointsOf(record, path).Select(endpoint => new JoinedNetwork(AttachmentOf(workload, endpoint), endpoint))]);
        return new LiveWorkload
        {
            NamespacePath = path,
            Address = record.Address is { } address ? IPAddress.Parse(address) : null,
            Others = [.. place.Joined.Select(one => one.Endpoint).Where(endpoint => endpoint.Network != NetworkWords.Bridge)],
            PublishedAddress = place.Main?.Address,
            Ports = [.. record.Ports.Select(port => new PublishedPort
            {
                HostAddress = MappingOf(port).HostAddress,
                HostPort = port.HostPort,
                ContainerPort = port.Port,
                Protocol = MappingOf(port).Protocol,
            })],
        };
    }

    // Where an earlier daemon left it.
    private NetworkPlace? PlaceOf(Workload workload, RunRecord? record)
    {
        if (workload.Spec.Options.Host.NetworkMode == NetworkWords.Host)
        {
            return new NetworkPlace(null, []);
        }

        if (record is not { NamespacePath: { } path })
        {
            return null;
        }

        var endpoints = record is { Places: null, Address: { } address } ? [Network.EndpointAt(IPAddress.Parse(address))] : EndpointsOf(record, path);
        return new NetworkPlace(path, [.. endpoints.Select(endpoint => new JoinedNetwork(AttachmentOf(workload, endpoint), endpoint))]);
    }

    private static IEnumerable<Endpoint> EndpointsOf(RunRecord record, string path) => (record.Places ?? []).Select(place => place.ToEndpoint(path));

    private static NetworkAttachment AttachmentOf(Workload workload, Endpoint endpoint) =>
        workload.Spec.Networks.FirstOrDefault(one => one.Network == endpoint.Network) ?? new NetworkAttachment { Network = endpoint.Network, Name = endpoint.Network };
}
