using System.Net;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Networks.Ports;

namespace Whelk.Engine.Monitors;

/// <summary>The host ports a workload publishes, held by its monitor for as long as it runs, with the forwarder of IPv6 where one is needed.</summary>
internal sealed class HeldPorts : IAsyncDisposable
{
    private readonly List<PortReservation> _reservations = [];
    private readonly List<PortForwarder> _forwarders = [];

    /// <summary>Takes every port, or throws in Docker's words; what was taken is given back by disposing.</summary>
    /// <returns>The ports on the host, chosen by the kernel where 0 was asked.</returns>
    internal IReadOnlyList<ushort> Hold(IReadOnlyList<PortOrder> ports) => [.. ports.Select(Hold)];

    public async ValueTask DisposeAsync()
    {
        foreach (var forwarder in _forwarders)
        {
            await forwarder.DisposeAsync();
        }

        _reservations.ForEach(reservation => reservation.Dispose());
    }

    private ushort Hold(PortOrder port)
    {
        var reservation = PortReservation.Take(PortWords.MappingOf(port.HostAddress, port.HostPort, port.Protocol, port.Port));
        _reservations.Add(reservation);
        if (reservation.Listener is { } listener)
        {
            _forwarders.Add(new PortForwarder(listener, new IPEndPoint(IPAddress.Parse(port.Address), port.Port)));
        }

        return (ushort)reservation.Port;
    }
}
