using System.Net;
using Whelk.Linux.Native;
using Whelk.Linux.Netlink;
using Whelk.Networks.Ports;

namespace Whelk.Networks.Tables;

/// <summary>
/// Makes the kernel forget what it decided about a UDP port: a client that keeps sending from one port stays one flow, and only a flow's first packet is
/// translated. Without this it would go to where the port led before, for as long as it sends.
/// </summary>
internal sealed class StaleFlows(RouteSocket host) : IDisposable
{
    private readonly FlowTable _table = new();
    private readonly Lock _gate = new();

    /// <summary>Completes when everything asked for so far is forgotten.</summary>
    internal Task Forgotten { get; private set; } = Task.CompletedTask;

    /// <summary>Forgets a port's flows behind the caller's back: the whole table must be listed for it.</summary>
    internal void Forget(PublishedPort port)
    {
        if (port.Protocol != PortProtocol.Udp || !port.IsTranslated)
        {
            return;
        }

        lock (_gate)
        {
            Forgotten = Forgotten.ContinueWith(_ => Remove(port), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    private void Remove(PublishedPort port)
    {
        try
        {
            var here = port.IsEveryAddress ? host.Addresses().Select(known => known.Address).ToHashSet() : [port.HostAddress!];
            _table.Remove(_table.List().Where(flow => IsStale(flow, port, here)).ToList());
        }
        catch (Exception exception) when (exception is SyscallException or ObjectDisposedException)
        {
            // A flow has ended by itself, this kernel tells of none, or the network is closed: they end when their clients pause.
        }
    }

    // What leaves for another host's port of this number is none of ours. 127/8 is here as a whole.
    private static bool IsStale(TrackedFlow flow, PublishedPort port, HashSet<IPAddress> here) =>
        flow.Protocol == (byte)PortProtocol.Udp && flow.Port == port.HostPort
        && (here.Contains(flow.Destination) || (port.IsEveryAddress && IPAddress.IsLoopback(flow.Destination)));
}
