using System.Net;
using System.Security.Cryptography;
using System.Text;
using Whelk.Errors;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Netlink;
using Whelk.Networks.Addresses;
using Whelk.Networks.Endpoints;

namespace Whelk.Networks.UserNetworks;

/// <summary>A network beside the daemon's own. Its bridge and the places in it outlive the daemon. Safe for use by several threads.</summary>
public sealed class UserNetwork
{
    private readonly RouteSocket _host;
    private readonly AddressLeases _leases;
    private readonly AddressLeases? _leases6;

    internal UserNetwork(UserNetworkOptions options, RouteSocket host)
    {
        Options = options;
        _host = host;
        _leases = new AddressLeases(options.Range);
        _leases6 = options.Range6 is { } range6 ? new AddressLeases(range6) : null;
    }

    /// <summary>What it was made of.</summary>
    public UserNetworkOptions Options { get; }

    /// <summary>Why its bridge could not be made again when the daemon was started; null where it is there.</summary>
    public string? Fault { get; private set; }

    /// <summary>The bridge's address.</summary>
    public IPAddress Gateway => _leases.Gateway;

    /// <summary>The bridge's address of IPv6; null without.</summary>
    public IPAddress? Gateway6 => _leases6?.Gateway;

    /// <summary>The id of a workload's place in a network, as Docker has one: 64 digits, the same for as long as both are there.</summary>
    public static string EndpointId(string network, string workload) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{network}/{workload}")));

    /// <summary>A namespace with loopback alone, for a workload that has no place on the daemon's own bridge.</summary>
    /// <param name="path">The file that it is pinned at.</param>
    public static Task CreateNamespaceAsync(string path) => NetworkNamespace.CreateAsync(path, RaiseLoopback);

    /// <summary>The same of a namespace that is there already, held by somebody who lets go of it later.</summary>
    /// <param name="held">Where it is found.</param>
    /// <param name="path">The file that it is pinned at.</param>
    public static void AdoptNamespace(string held, string path) => NetworkNamespace.Adopt(held, path, RaiseLoopback);

    /// <summary>
    /// Leads what leaves a namespace through one of its places. Replaces the route that was there.
    /// </summary>
    public static void RouteThrough(Endpoint endpoint)
    {
        using var thread = NamespaceThread.InNetwork(endpoint.NamespacePath);
        thread.Run(() =>
        {
            using var socket = RouteSocket.Open();
            var index = socket.GetLink(endpoint.Interface).Index;
            var batch = new RouteBatch().ReplaceRoute(index, new IPNetwork(IPAddress.Any, 0), endpoint.Gateway);
            socket.Send(endpoint.Gateway6 is { } gateway6 ? batch.ReplaceRoute(index, new IPNetwork(IPAddress.IPv6Any, 0), gateway6) : batch);
        });
    }

    /// <summary>Gives a namespace a further interface with an address here; no route but that of the subnet.</summary>
    /// <exception cref="WhelkException">Conflict: the address is taken. Unavailable: none is free, or the bridge is not there.</exception>
    public Endpoint Join(JoinRequest request)
    {
        if (Fault is not null)
        {
            throw new WhelkException(ErrorCode.Unavailable, $"network {Options.Name} is not there: {Fault}");
        }

        var endpoint = Lease(request);
        try
        {
            var bridge = _host.GetLink(Options.Bridge);
            using var thread = NamespaceThread.InNetwork(request.NamespacePath);
            thread.Run(() => PlaceSetup.Make(_host, bridge, endpoint, request.MacAddress ?? EndpointFactory.Mac(endpoint.Address), isolated: !Options.Connected));
            return endpoint;
        }
        catch
        {
            _host.RemoveLink(endpoint.HostInterface);
            Release(endpoint);
            throw;
        }
    }

    /// <summary>Removes a place; its interface goes from the workload's namespace, and its addresses may be another's at once.</summary>
    public void Leave(Endpoint endpoint)
    {
        using var socket = RouteSocket.Open();
        socket.RemoveLink(endpoint.HostInterface);
        Release(endpoint);
    }

    /// <summary>What a workload's interface on the host is called, whether it is there or not: 15 bytes.</summary>
    internal static string HostInterface(string network, string workload) => $"wkn{EndpointId(network, workload)[..12]}";

    /// <summary>The place of a workload that lives already, with what it was given.</summary>
    public Endpoint EndpointAt(JoinRequest live) => Place(live, live.Address!, live.Address6);

    internal void Open(IReadOnlyCollection<Endpoint> live)
    {
        try
        {
            UserBridge.Ensure(_host, this);
        }
        catch (Exception exception) when (exception is WhelkException or IOException or UnauthorizedAccessException)
        {
            Fault = exception.Message;
            return;
        }

        UserBridge.RemoveOthers(_host, Options.Bridge, live.Select(endpoint => endpoint.HostInterface).ToHashSet(StringComparer.Ordinal));
        foreach (var endpoint in live)
        {
            _leases.Take(endpoint.Address);
            if (endpoint.Address6 is { } address6)
            {
                _leases6?.Take(address6);
            }
        }
    }

    /// <exception cref="WhelkException">Conflict: an interface of the host has the bridge's name, or the host routes its addresses elsewhere.</exception>
    internal void CheckUnused() => UserBridge.CheckUnused(_host, this);

    internal void Create() => UserBridge.Ensure(_host, this);

    private static void RaiseLoopback()
    {
        using var socket = RouteSocket.Open();
        socket.Send(new RouteBatch().LinkUp(PlaceSetup.LoopbackIndex, linkLocal: true));
    }

    private Endpoint Lease(JoinRequest request)
    {
        var address = Take(_leases, request.Address);
        try
        {
            return Place(request, address, _leases6 is null ? null : Take(_leases6, request.Address6));
        }
        catch (WhelkException)
        {
            _leases.Release(address);
            throw;
        }
    }

    private Endpoint Place(JoinRequest request, IPAddress address, IPAddress? address6) => new()
    {
        Network = Options.Id,
        NamespacePath = request.NamespacePath,
        Interface = request.Interface,
        HostInterface = HostInterface(Options.Id, request.Workload),
        Address = address,
        PrefixLength = _leases.Subnet.PrefixLength,
        Gateway = _leases.Gateway,
        Address6 = address6,
        PrefixLength6 = address6 is null ? 0 : _leases6!.Subnet.PrefixLength,
        Gateway6 = address6 is null ? null : _leases6!.Gateway,
        MacAddress = EndpointFactory.MacText(request.MacAddress ?? EndpointFactory.Mac(address)),
        HasWayOut = !Options.Internal,
    };

    private static IPAddress Take(AddressLeases leases, IPAddress? wanted)
    {
        if (wanted is null)
        {
            return leases.Take();
        }

        leases.Take(wanted);
        return wanted;
    }

    private void Release(Endpoint endpoint)
    {
        _leases.Release(endpoint.Address);
        if (endpoint.Address6 is { } address6)
        {
            _leases6?.Release(address6);
        }
    }
}
