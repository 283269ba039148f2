using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;
using Whelk.Linux.Sockets;

namespace Whelk.Networks.Names;

/// <summary>
/// A port for UDP and TCP. Not port 53: the translation table leads that here, so that a workload can publish port 53 of the host, and a resolver of the host
/// that listens on every address is in nobody's way.
/// </summary>
internal sealed class NameServerSockets : IDisposable
{
    // Above the ports that the kernel gives away by itself.
    private const int FirstPort = 61053;
    private const int PortsTried = 32;
    private const int Backlog = 64;

    private NameServerSockets(SafeFileHandle udp, SafeFileHandle tcp, int port) => (Udp, Tcp, Port) = (udp, tcp, port);

    internal SafeFileHandle Udp { get; }

    internal SafeFileHandle Tcp { get; }

    internal int Port { get; }

    /// <summary>Takes a port on the bridge's address.</summary>
    /// <param name="site">The bridge.</param>
    /// <param name="port">The one that the translation table knows; null for a free one.</param>
    /// <exception cref="SyscallException">EADDRINUSE: every port that was tried is taken.</exception>
    internal static NameServerSockets Bind(NameServerSite site, int? port)
    {
        for (var candidate = port ?? FirstPort; ; candidate++)
        {
            try
            {
                return BindTo(site, candidate);
            }
            catch (SyscallException exception) when (exception.Errno == Errno.EADDRINUSE && port is null && candidate < FirstPort + PortsTried)
            {
                // Another program has it, on this address or on all of them.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Udp.Dispose();
        Tcp.Dispose();
    }

    private static NameServerSockets BindTo(NameServerSite site, int port)
    {
        var endPoint = new IPEndPoint(site.Address, port);
        var udp = BoundSocket.Serve(endPoint, ProtocolType.Udp, Backlog);
        try
        {
            return new NameServerSockets(udp, BoundSocket.Serve(endPoint, ProtocolType.Tcp, Backlog), port);
        }
        catch
        {
            udp.Dispose();
            throw;
        }
    }
}
