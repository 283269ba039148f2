using System.Net;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Errors;
using Whelk.Networks.Ports;

namespace Whelk.Engine.Monitors;

/// <summary>The host ports a workload publishes, held by its monitor for as long as it runs, with the forwarder of IPv6 where one is needed.</summary>
internal sealed class HeldPorts : IAsyncDisposable
{
    private readonly List<Held> _held = [];
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Takes every port, or throws in Docker's words; what was taken is given back by disposing.</summary>
    /// <returns>The ports on the host, chosen by the kernel where 0 was asked.</returns>
    internal IReadOnlyList<ushort> Hold(IReadOnlyList<PortOrder> ports)
    {
        foreach (var port in ports)
        {
            _held.Add(Take(port));
        }

        return Ports;
    }

    /// <summary>The same ports lead elsewhere; one that is asked for at another address of the host is taken anew. Where it holds none, or is to hold none, takes them or gives them back.</summary>
    /// <returns>The ports on the host.</returns>
    internal async Task<IReadOnlyList<ushort>> ChangeAsync(IReadOnlyList<PortOrder> ports)
    {
        await _turn.WaitAsync();
        try
        {
            if (ports.Count != _held.Count)
            {
                await ReleaseAsync();
                return Hold(ports);
            }

            for (var at = 0; at < ports.Count; at++)
            {
                await ChangeAsync(at, ports[at]);
            }

            return Ports;
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

    private IReadOnlyList<ushort> Ports => [.. _held.Select(held => (ushort)held.Reservation.Port)];

    private async Task ChangeAsync(int at, PortOrder order)
    {
        var held = _held[at];
        if (held.Order with { Address = order.Address } == order)
        {
            held.Forwarder?.LeadTo(TargetOf(order));
            _held[at] = held with { Order = order };
            return;
        }

        _held.RemoveAt(at);
        await held.DisposeAsync();
        _held.Insert(at, Take(order));
    }

    private async Task ReleaseAsync()
    {
        foreach (var held in _held)
        {
            await held.DisposeAsync();
        }

        _held.Clear();
    }

    private static Held Take(PortOrder port)
    {
        var reservation = Reserve(port);
        return new Held(port, reservation, reservation.Listener is { } listener ? new PortForwarder(listener, TargetOf(port)) : null);
    }

    // The first free one of a range.
    private static PortReservation Reserve(PortOrder port)
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

    private sealed record Held(PortOrder Order, PortReservation Reservation, PortForwarder? Forwarder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await (Forwarder?.DisposeAsync() ?? ValueTask.CompletedTask);
            Reservation.Dispose();
        }
    }
}
