using System.Net;
using System.Net.NetworkInformation;
using Whelk.Guest.Protocol;
using Whelk.Linux.Netlink;

namespace Whelk.Guest.Setup;

/// <summary>Interfaces and routes of the guest.</summary>
internal static class NetworkSetup
{
    private const string Loopback = "lo";

    internal static void Configure(SetupOperation.Interface o)
    {
        using var socket = RouteSocket.Open();
        var index = socket.GetLink(o.Name).Index;
        var batch = new RouteBatch();
        if (o.HardwareAddress.Length > 0)
        {
            batch.HardwareAddress(index, new PhysicalAddress(o.HardwareAddress));
        }

        if (o.Mtu > 0)
        {
            batch.Mtu(index, (int)o.Mtu);
        }

        // A link-local address comes with the others where the interface that the guest stands for has one.
        batch.LinkUp(index, linkLocal: o.Name == Loopback);
        foreach (var address in o.Addresses)
        {
            var parts = address.Split('/');
            batch.Address(index, IPAddress.Parse(parts[0]), int.Parse(parts[1]));
        }

        socket.Send(batch);
    }

    internal static void AddRoute(SetupOperation.Route o)
    {
        using var socket = RouteSocket.Open();
        var gateway = o.Gateway.Length == 0 ? null : IPAddress.Parse(o.Gateway);
        socket.Send(new RouteBatch().ReplaceRoute(socket.GetLink(o.InterfaceName).Index, IPNetwork.Parse(o.Destination), gateway));
    }
}
