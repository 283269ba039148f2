using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Sockets;

/// <summary>
/// A socket that holds an address and a port, and takes no traffic: TCP is bound without listening, so a stray connection is refused;
/// UDP drops what arrives. It has no SO_REUSEADDR, so every other program's bind of the port fails, and ours if one has it. ip(7).
/// </summary>
public static class BoundSocket
{
    private const int sockaddr_storage = 128;

    /// <summary>Holds a port.</summary>
    /// <param name="address">The address; any of an IPv6 socket does not include IPv4.</param>
    /// <param name="port">0 lets the kernel choose a free one.</param>
    /// <param name="protocol">TCP or UDP.</param>
    /// <exception cref="SyscallException">EADDRINUSE, or EADDRNOTAVAIL: this host has no such address.</exception>
    public static SafeFileHandle Bind(IPAddress address, int port, ProtocolType protocol)
    {
        try
        {
            return Bind(address, port, protocol, reuse: false);
        }
        catch (SyscallException exception) when (exception.Errno == Errno.EADDRINUSE && protocol == ProtocolType.Tcp && port != 0)
        {
            return BindOverTimeWait(address, port);
        }
    }

    /// <summary>The same, listening: for what a process of ours serves itself.</summary>
    public static SafeFileHandle Listen(IPAddress address, int port, int backlog)
    {
        var socket = Bind(address, port, ProtocolType.Tcp, reuse: true);
        if (Libc.listen(socket, backlog) == -1)
        {
            var errno = SyscallResult.LastError;
            socket.Dispose();
            throw SyscallResult.Failure("listen", $"{new IPEndPoint(address, port)}", errno);
        }

        return socket;
    }

    /// <summary>
    /// A socket for what a process of ours serves on an address. UDP receives, TCP listens.
    /// </summary>
    /// <param name="endPoint">The address and port.</param>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="backlog">Of TCP: how many connections may wait.</param>
    /// <param name="shared">Of UDP: another program may have the port on all addresses, where it allows that too (SO_REUSEADDR); what comes to this one is this socket's.</param>
    /// <exception cref="SyscallException">EADDRINUSE: another socket has the port, on this address or on all of them.</exception>
    public static unsafe SafeFileHandle Serve(IPEndPoint endPoint, ProtocolType protocol, int backlog, bool shared = false)
    {
        var udp = protocol == ProtocolType.Udp;
        var socket = Libc.Own(SyscallResult.Check(Libc.socket(Libc.AF_INET, (udp ? Libc.SOCK_DGRAM : Libc.SOCK_STREAM) | Libc.SOCK_CLOEXEC, 0), "socket", $"{endPoint}"));
        try
        {
            var on = 1;

            // SAFETY: the int lives on this stack frame. For UDP this would let a second program share the port.
            if (!udp || shared)
            {
                SyscallResult.Check(Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, &on, sizeof(int)), "setsockopt", "SO_REUSEADDR");
            }

            BindTo(socket, endPoint);
            SyscallResult.Check(udp ? 0 : Libc.listen(socket, backlog), "listen", $"{endPoint}");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The port that a socket is bound to.</summary>
    public static unsafe int PortOf(SafeFileHandle socket)
    {
        var name = stackalloc byte[sockaddr_storage];
        var length = (uint)sockaddr_storage;

        // SAFETY: the buffer is as long as the length says; in both families the port is at offset 2.
        SyscallResult.Check(Libc.getsockname(socket, name, &length), "getsockname", string.Empty);
        return BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(name + 2, 2));
    }

    /// <summary>
    /// Closed connections of an earlier program keep a port for a minute (TIME_WAIT), which is no conflict. Listening for an instant
    /// tells them from a program that still has it; shutdown(2) takes the socket back to bound.
    /// </summary>
    private static SafeFileHandle BindOverTimeWait(IPAddress address, int port)
    {
        var socket = Listen(address, port, 0);
        SyscallResult.Check(Libc.shutdown(socket, Libc.SHUT_RDWR), "shutdown", $"{port}");
        return socket;
    }

    private static SafeFileHandle Bind(IPAddress address, int port, ProtocolType protocol, bool reuse)
    {
        var family = address.AddressFamily == AddressFamily.InterNetworkV6 ? Libc.AF_INET6 : Libc.AF_INET;
        var type = protocol == ProtocolType.Udp ? Libc.SOCK_DGRAM : Libc.SOCK_STREAM;
        var socket = Libc.Own(SyscallResult.Check(Libc.socket(family, type | Libc.SOCK_CLOEXEC, 0), "socket", address.ToString()));
        try
        {
            Configure(socket, family, protocol, reuse);
            BindTo(socket, new IPEndPoint(address, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static unsafe void Configure(SafeFileHandle socket, int family, ProtocolType protocol, bool reuse)
    {
        var on = 1;

        // SAFETY: both options take an int, which lives on this stack frame.
        if (family == Libc.AF_INET6)
        {
            SyscallResult.Check(Libc.setsockopt(socket, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, &on, sizeof(int)), "setsockopt", "IPV6_V6ONLY");
        }

        if (reuse)
        {
            SyscallResult.Check(Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, &on, sizeof(int)), "setsockopt", "SO_REUSEADDR");
        }

        if (protocol == ProtocolType.Udp)
        {
            DropEverything(socket);
        }
    }

    /// <summary>Attaches the one-instruction filter "return 0 bytes", so that nothing queues up. socket(7), SO_ATTACH_FILTER.</summary>
    private static unsafe void DropEverything(SafeFileHandle socket)
    {
        const ulong BPF_RET_K = 0x06;
        var instruction = BPF_RET_K;
        var program = stackalloc ulong[2] { 1, (ulong)&instruction };

        // SAFETY: struct sock_fprog is a length and a pointer to instructions of 8 bytes; both outlive the call.
        SyscallResult.Check(Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, program, 16), "setsockopt", "SO_ATTACH_FILTER");
    }

    private static unsafe void BindTo(SafeFileHandle socket, IPEndPoint endPoint)
    {
        var bytes = endPoint.Serialize().Buffer.Span;

        // SAFETY: .NET lays a SocketAddress out as the system's sockaddr; it is pinned for the call.
        fixed (byte* pointer = bytes)
        {
            SyscallResult.Check(Libc.bind(socket, pointer, (uint)bytes.Length), "bind", endPoint.ToString());
        }
    }
}
