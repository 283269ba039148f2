using System.Net;
using System.Net.NetworkInformation;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Netlink;
using Whelk.Networks.Addresses;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Names;
using Whelk.Networks.Ports;
using Whelk.Networks.Tables;

namespace Whelk.Networks;

/// <summary>
/// A daemon's network: a bridge with an address, a translation table, and one namespace per workload. Bridge, table and the
/// endpoints of live workloads outlive the daemon; <see cref="OpenAsync"/> finds them again. Safe for use by several threads.
/// </summary>
public sealed partial class BridgeNetwork : IAsyncDisposable
{
    /// <summary>What this network is called in <see cref="Endpoint.Network"/>.</summary>
    public const string Key = "bridge";

    private readonly RouteSocket _host;
    private readonly AddressLeases _leases;
    private readonly EndpointFactory _factory;
    private readonly EndpointPool _pool;
    private readonly PortTable _ports = new();
    private readonly TranslationTable _translation;
    private readonly StaleFlows _flows;
    private readonly NameService _names;
    private readonly string _folder;
    private int _disposed;

    private BridgeNetwork(NetworkNames names, RouteSocket host, AddressLeases leases, NameService known, string folder, int poolSize, TimeProvider time)
    {
        Names = names;
        _host = host;
        _leases = leases;
        _names = known;
        _folder = folder;
        _translation = new TranslationTable(names);
        _flows = new StaleFlows(host);
        _factory = new EndpointFactory(names, leases, host, host.GetLink(names.Bridge), folder);
        _pool = new EndpointPool(_factory, poolSize, time);
    }

    /// <summary>The names of the bridge and the table.</summary>
    public NetworkNames Names { get; }

    /// <summary>The addresses.</summary>
    public IPNetwork Subnet => _leases.Subnet;

    /// <summary>The bridge's address: the workloads' default route, and where their DNS answers.</summary>
    public IPAddress Gateway => _leases.Gateway;

    /// <summary>How many namespaces are ready to be taken.</summary>
    public int ReadyEndpoints => _pool.Ready;

    /// <summary>Completes when clients of the UDP ports that were published or given back so far are new ones to the kernel.</summary>
    public Task FlowsForgotten => _flows.Forgotten;

    /// <summary>Gives a workload a namespace with lo up, eth0, an address and a default route: a ready one, or a new one (about 2 ms).</summary>
    /// <exception cref="Errors.WhelkException">Unavailable: no address is free, or the kernel is out of something.</exception>
    public ValueTask<Endpoint> AttachAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _pool.TakeAsync();
    }

    /// <summary>Where the namespace of a workload is pinned that has no place on this bridge.</summary>
    public string NamespacePathOf(string workload) => Path.Combine(_folder, workload);

    /// <summary>Pins a namespace elsewhere: a place that goes on without its namespace gives its path to the next one with its address.</summary>
    /// <returns>The new path.</returns>
    public string PinElsewhere(string path, string workload)
    {
        var other = NamespacePathOf(workload);
        if (path != other)
        {
            NetworkNamespace.PinElsewhere(path, other);
        }

        return other;
    }

    /// <summary>Gives up such a namespace. Idempotent.</summary>
    public static void RemoveNamespace(string path) => NetworkNamespace.Unpin(path);

    /// <summary>Gives a place's interface another hardware address.</summary>
    public static Endpoint WithMacAddress(Endpoint endpoint, PhysicalAddress mac)
    {
        using var thread = NamespaceThread.InNetwork(endpoint.NamespacePath);
        thread.Run(() =>
        {
            using var socket = RouteSocket.Open();
            socket.Send(new RouteBatch().HardwareAddress(socket.GetLink(endpoint.Interface).Index, mac));
        });
        return endpoint with { MacAddress = EndpointFactory.MacText(mac) };
    }

    /// <summary>The endpoint of a workload whose address is known, whether it exists or not.</summary>
    /// <exception cref="Errors.WhelkException">InvalidArgument: not an address of this network.</exception>
    public Endpoint EndpointAt(IPAddress address) => _factory.At(address);

    /// <summary>
    /// Ends names and publications at once; veth, namespace and lease go behind the caller's back (the kernel takes 8 to 26 ms).
    /// Idempotent. The task is for those who must know that nothing is left.
    /// </summary>
    public Task DetachAsync(Endpoint endpoint)
    {
        _names.Remove(endpoint.Address);
        foreach (var port in _ports.Of(endpoint.Address))
        {
            Unpublish(endpoint, port);
        }

        return Task.Run(() => _factory.Remove(endpoint));
    }

    /// <summary>Ends the daemon's part: the pool goes, workloads keep their network, their published ports and their names. Idempotent.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _pool.DisposeAsync();
        await _names.DisposeAsync();
        await _flows.Forgotten;
        _flows.Dispose();
        _translation.Dispose();
        _host.Dispose();
    }
}
