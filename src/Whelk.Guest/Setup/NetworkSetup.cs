using System.Net;
using System.Net.NetworkInformation;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Netlink;

namespace Whelk.Guest.Setup;

/// <summary>Interfaces and routes of the guest.</summary>
internal static class NetworkSetup
{
    private const string Loopback = "lo";

    // A clone's is up since its template's rehearsal: not to do it again saves 20 ms under emulation.
    private static bool _isLoopbackUp;

    /// <summary>Brings an interface up with its addresses. For a lo that is up, and has none but its own, nothing is left to do.</summary>
    internal static void Configure(SetupOperation.Interface o)
    {
        if (o is { Name: Loopback, Addresses.Count: 0 } && _isLoopbackUp)
        {
            return;
        }

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
        foreach (var (address, length) in o.Addresses.Select(AddressOf))
        {
            batch.Address(index, address, length);
        }

        socket.Send(batch);
        _isLoopbackUp |= o.Name == Loopback;
    }

    internal static void AddRoute(SetupOperation.Route o)
    {
        using var socket = RouteSocket.Open();
        var destination = IPNetwork.TryParse(o.Destination, out var network) ? network : throw Wrong(o.Destination, "no network");
        var gateway = o.Gateway.Length == 0 ? null : IPAddress.TryParse(o.Gateway, out var address) ? address : throw Wrong(o.Gateway, "no address");
        socket.Send(new RouteBatch().ReplaceRoute(socket.GetLink(o.InterfaceName).Index, destination, gateway));
    }

    private static (IPAddress Address, int Length) AddressOf(string text) => text.Split('/') is [var address, var length] && IPAddress.TryParse(address, out var parsed) && int.TryParse(length, out var number)
        ? (parsed, number)
        : throw Wrong(text, "no address with the length of its network");

    private static WhelkException Wrong(string text, string what) => new(ErrorCode.InvalidArgument, $"'{text}' is {what}");
}
