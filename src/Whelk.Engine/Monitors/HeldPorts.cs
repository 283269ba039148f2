using System.Net;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Errors;
using Whelk.Networks.Ports;

namespace Whelk.Engine.Monitors;

/// <summary>The host ports a workload publishes, held by its monitor for as long as it runs, with the forwarder of IPv6 where one is needed.</summary>
internal sealed class HeldPorts : IAsyncDisposable
{
    private readonly List<PortReservation> _reservations = [];
    private readonly Dictionary<int, PortForwarder> _forwarders = [];
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Takes every port, or throws in Docker's words; what was taken is given back by disposing.</summary>
    /// <returns>The ports on the host, chosen by the kernel where 0 was asked.</returns>
    internal IReadOnlyList<ushort> Hold(IReadOnlyList<PortOrder> ports) => [.. ports.Select(Hold)];

    /// <summary>The same ports lead elsewhere; where it holds none, or is to hold none, takes them or gives them back.</summary>
    /// <returns>The ports on the host.</returns>
    internal async Task<IReadOnlyList<ushort>> ChangeAsync(IReadOnlyList<PortOrder> ports)
    {
        await _turn.WaitAsync();
        try
        {
            if (ports.Count != _reservations.Count)
            {
                await ReleaseAsync();
                return Hold(ports);
            }

            for (var at = 0; at < ports.Count; at++)
            {
                _forwarders.GetValueOrDefault(at)?.LeadTo(TargetOf(ports[at]));
            }

            return [.. _reservations.Select(reservation => (ushort)reservation.Port)];
        }
        catch (WhelkException)
        {
            await ReleaseAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        _turn.Dispose();
    }

    private async Task ReleaseAsync()
    {
        foreach (var forwarder in _forwarders.Values)
        {
            await forwarder.DisposeAsync();
        }

        _forwarders.Clear();
        _reservations.ForEach(reservation => reservation.Dispose());
        _reservations.Clear();
    }

    private ushort Hold(PortOrder port)
    {
        var reservation = Take(port);
        _reservations.Add(reservation);
        if (reservation.Listener is { } listener)
        {
            _forwarders[_reservations.Count - 1] = new PortForwarder(listener, TargetOf(port));
        }

        return (ushort)reservation.Port;
    }

    // The first free one of a range.
    private static PortReservation Take(PortOrder port)
    {
        for (var candidate = port.HostPort; ; candidate++)
        {
            try
            {
                return PortReservation.Take(PortWords.MappingOf(port.HostAddress, candidate, port.Protocol, port.Port));
            }
            catch (WhelkException) when (candidate < port.LastHostPort)
            {
                // Another program has it.
            }
            catch (WhelkException exception) when (port.LastHostPort != 0)
            {
                throw new WhelkException(exception.Code, $"all ports are allocated: {port.HostPort}-{port.LastHostPort}", exception);
            }
        }
    }

    private static IPEndPoint TargetOf(PortOrder port) => new(IPAddress.Parse(port.Address), port.Port);
}
