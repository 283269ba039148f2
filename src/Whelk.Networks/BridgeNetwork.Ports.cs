using Whelk.Errors;
using Whelk.Networks.Endpoints;
using Whelk.Networks.Ports;

namespace Whelk.Networks;

public sealed partial class BridgeNetwork
{
    /// <summary>Refuses a port that another workload of this daemon has; for a port whose sockets the workload's monitor takes itself.</summary>
    /// <exception cref="WhelkException">Conflict, in Docker's words.</exception>
    public void Check(PortMapping mapping) => _ports.Check(mapping);

    /// <summary>The port as <see cref="Publish"/> has published it.</summary>
    public static PublishedPort PublishedOf(PortMapping mapping, int hostPort) => PortTable.Of(mapping, hostPort);

    /// <summary>Sends new connections to a reserved port to the workload.</summary>
    /// <returns>The port as it is published; what <see cref="LiveWorkload"/> needs after a restart.</returns>
    public PublishedPort Publish(Endpoint endpoint, PortMapping mapping, int hostPort)
    {
        var port = PortTable.Of(mapping, hostPort);
        _ports.Add(endpoint.Address, port);
        try
        {
            _translation.Add(endpoint.Address, port);
            _flows.Forget(port);
            return port;
        }
        catch (WhelkException)
        {
            _ports.Remove(endpoint.Address, port);
            throw;
        }
    }

    /// <summary>Ends a publication; connections of TCP that exist go on. Idempotent.</summary>
    public void Unpublish(Endpoint endpoint, PublishedPort port)
    {
        if (_ports.Of(endpoint.Address).Contains(port))
        {
            _translation.Remove(port);
            _flows.Forget(port);
            _ports.Remove(endpoint.Address, port);
        }
    }
}
