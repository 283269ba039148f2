using System.Net;
using Whelk.Errors;

namespace Whelk.Networks.Ports;

/// <summary>The ports that this daemon's workloads have published.</summary>
internal sealed class PortTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, List<PublishedPort>> _byWorkload = [];

    /// <exception cref="WhelkException">Conflict, in Docker's words: another workload has it.</exception>
    internal void Check(PortMapping mapping)
    {
        lock (_gate)
        {
            ThrowOnCollision(Of(mapping, mapping.HostPort));
        }
    }

    /// <exception cref="WhelkException">Conflict: another workload took it in between.</exception>
    internal void Add(IPAddress workload, PublishedPort port)
    {
        lock (_gate)
        {
            ThrowOnCollision(port);
            if (!_byWorkload.TryGetValue(workload, out var ports))
            {
                _byWorkload[workload] = ports = [];
            }

            ports.Add(port);
        }
    }

    internal void Remove(IPAddress workload, PublishedPort port)
    {
        lock (_gate)
        {
            if (_byWorkload.TryGetValue(workload, out var ports) && ports.Remove(port) && ports.Count == 0)
            {
                _byWorkload.Remove(workload);
            }
        }
    }

    internal IReadOnlyList<PublishedPort> Of(IPAddress workload)
    {
        lock (_gate)
        {
            return _byWorkload.TryGetValue(workload, out var ports) ? [.. ports] : [];
        }
    }

    internal static PublishedPort Of(PortMapping mapping, int port) => new()
    {
        HostAddress = mapping.HostAddress,
        HostPort = port,
        ContainerPort = mapping.ContainerPort,
        Protocol = mapping.Protocol,
    };

    private void ThrowOnCollision(PublishedPort wanted)
    {
        if (wanted.HostPort != 0 && _byWorkload.Values.Any(ports => ports.Exists(wanted.Collides)))
        {
            var where = new IPEndPoint(wanted.HostAddress ?? IPAddress.Any, wanted.HostPort);
            throw new WhelkException(ErrorCode.Conflict, $"Bind for {where} failed: port is already allocated");
        }
    }
}
