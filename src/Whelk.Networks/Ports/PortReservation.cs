using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Native;
using Whelk.Linux.Sockets;

namespace Whelk.Networks.Ports;

/// <summary>
/// The sockets that hold a published port, so that a conflict with any program is seen at once. They are to live as long as the
/// workload: the daemon hands them to its monitor (which keeps <see cref="Holder"/> open and serves <see cref="Listener"/> with
/// <see cref="PortForwarder"/>) and disposes its own copies.
/// </summary>
public sealed class PortReservation : IDisposable
{
    private const int Backlog = 512;
    private const int RandomAttempts = 16;

    private PortReservation(SafeFileHandle? holder, SafeFileHandle? listener, int port)
    {
        Holder = holder;
        Listener = listener;
        Port = port;
    }

    /// <summary>Bound and silent, for IPv4, whose traffic the kernel translates; null for an IPv6 address.</summary>
    public SafeFileHandle? Holder { get; }

    /// <summary>Listening, for IPv6 over TCP; null where the mapping or the host has no IPv6.</summary>
    public SafeFileHandle? Listener { get; }

    /// <summary>The host's port that was taken.</summary>
    public int Port { get; }

    /// <summary>Takes a port.</summary>
    /// <exception cref="WhelkException">Conflict, in Docker's words: another program has it. Unsupported: UDP on an IPv6 address.</exception>
    public static PortReservation Take(PortMapping mapping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return TakeOnce(mapping);
            }
            catch (SyscallException exception) when (exception.Errno == Errno.EADDRINUSE && mapping.HostPort == 0 && attempt < RandomAttempts)
            {
                // The port that IPv4 gave is taken for IPv6: another will do.
            }
            catch (SyscallException exception)
            {
                throw InDockersWords(exception, mapping);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Holder?.Dispose();
        Listener?.Dispose();
    }

    private static PortReservation TakeOnce(PortMapping mapping)
    {
        var address = mapping.HostAddress ?? IPAddress.Any;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            RefuseUdp(mapping);
            var only = BoundSocket.Listen(address, mapping.HostPort, Backlog);
            return new PortReservation(null, only, BoundSocket.PortOf(only));
        }

        var holder = BoundSocket.Bind(address, mapping.HostPort, mapping.Protocol == PortProtocol.Udp ? ProtocolType.Udp : ProtocolType.Tcp);
        try
        {
            var port = BoundSocket.PortOf(holder);
            var both = mapping is { HostAddress: null, Protocol: PortProtocol.Tcp };
            return new PortReservation(holder, both ? TryListen(port) : null, port);
        }
        catch
        {
            holder.Dispose();
            throw;
        }
    }

    /// <summary>Null where the host has no IPv6.</summary>
    private static SafeFileHandle? TryListen(int port)
    {
        try
        {
            return BoundSocket.Listen(IPAddress.IPv6Any, port, Backlog);
        }
        catch (SyscallException exception) when (exception.Errno is Errno.EAFNOSUPPORT or Errno.EADDRNOTAVAIL)
        {
            return null;
        }
    }

    private static void RefuseUdp(PortMapping mapping)
    {
        if (mapping.Protocol == PortProtocol.Udp)
        {
            throw new WhelkException(ErrorCode.Unsupported, $"publishing UDP on the IPv6 address {mapping.HostAddress} is not supported: use an IPv4 address");
        }
    }

    private static WhelkException InDockersWords(SyscallException exception, PortMapping mapping)
    {
        var protocol = mapping.Protocol == PortProtocol.Udp ? "udp" : "tcp";
        var family = mapping.HostAddress?.AddressFamily == AddressFamily.InterNetworkV6 ? 6 : 4;
        var where = new IPEndPoint(mapping.HostAddress ?? IPAddress.Any, mapping.HostPort);
        var reason = exception.Errno switch
        {
            Errno.EADDRINUSE => "address already in use",
            Errno.EADDRNOTAVAIL => "cannot assign requested address",
            Errno.EACCES => "permission denied",
            _ => exception.Message,
        };
        return new WhelkException(exception.Code, $"listen {protocol}{family} {where}: bind: {reason}", exception);
    }
}
