using System.Net;
using System.Net.NetworkInformation;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Netlink;
using Whelk.Networks.Addresses;

namespace Whelk.Networks.Endpoints;

/// <summary>Makes and removes endpoints on one bridge.</summary>
internal sealed class EndpointFactory(NetworkNames names, AddressLeases leases, RouteSocket host, LinkInfo bridge, string folder)
{
    /// <summary>The endpoint at an address of the subnet, whether it exists or not.</summary>
    internal Endpoint At(IPAddress address)
    {
        var veth = names.Veth((int)leases.OffsetOf(address));
        return new Endpoint
        {
            NamespacePath = Path.Combine(folder, veth),
            Address = address,
            PrefixLength = leases.Subnet.PrefixLength,
            Gateway = leases.Gateway,
            MacAddress = MacText(Mac(address)),
            HostInterface = veth,
        };
    }

    /// <summary>Leases an address and makes the endpoint; on failure nothing is left.</summary>
    internal async Task<Endpoint> CreateAsync()
    {
        var endpoint = At(leases.Take());
        try
        {
            await NetworkNamespace.CreateAsync(endpoint.NamespacePath, () => PlaceSetup.Make(host, bridge, endpoint, Mac(endpoint.Address), isNew: true));
            return endpoint;
        }
        catch
        {
            host.RemoveLink(endpoint.HostInterface);
            leases.Release(endpoint.Address);
            throw;
        }
    }

    /// <summary>Leases an address and gives a namespace that is there already a further interface; no route but that of the subnet.</summary>
    internal Endpoint Join(string namespacePath, string name)
    {
        var endpoint = At(leases.Take()) with { NamespacePath = namespacePath, Interface = name };
        try
        {
            using var thread = NamespaceThread.InNetwork(namespacePath);
            thread.Run(() => PlaceSetup.Make(host, bridge, endpoint, Mac(endpoint.Address)));
            return endpoint;
        }
        catch
        {
            Leave(endpoint);
            throw;
        }
    }

    /// <summary>Removes an endpoint's interface and gives its address back, which may be another's at once; the namespace stays.</summary>
    internal void Leave(Endpoint endpoint)
    {
        using var socket = RouteSocket.Open();
        socket.RemoveLink(endpoint.HostInterface);
        leases.Release(endpoint.Address);
    }

    /// <summary>Removes an endpoint and gives its address back; what is gone already is passed over. The kernel takes 8 to 26 ms for the veth.</summary>
    internal void Remove(Endpoint endpoint)
    {
        // A socket of its own: nobody who makes an endpoint waits for this.
        using var socket = RouteSocket.Open();
        socket.RemoveLink(endpoint.HostInterface);
        NetworkNamespace.Unpin(endpoint.NamespacePath);
        leases.Release(endpoint.Address);
    }

    /// <summary>The MAC follows from the address (as Docker's does), so a peer's neighbour table stays right when an address comes round again.</summary>
    internal static PhysicalAddress Mac(IPAddress address) => new([0x02, 0x42, .. address.GetAddressBytes()]);

    /// <summary>As Docker writes it.</summary>
    internal static string MacText(PhysicalAddress mac) => string.Join(':', mac.GetAddressBytes().Select(part => part.ToString("x2")));
}
