using System.Runtime.InteropServices;
using Whelk.Linux.Native;
using Whelk.Linux.Waiting;

namespace Whelk.Linux.Sockets;

/// <summary>One message of a non-blocking IPv4 socket, for callers with a loop of their own. udp(7).</summary>
public static class Datagram
{
    /// <summary>The length of an address (struct sockaddr_in), which is opaque to callers.</summary>
    public const int AddressLength = 16;

    /// <summary>Takes the next message; what is longer than the buffer is cut.</summary>
    /// <returns>Its length, or <see cref="NonBlocking.Again"/> where none waits.</returns>
    public static unsafe int Receive(SafeHandle socket, Span<byte> buffer, Span<byte> sender)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sender.Length, AddressLength);
        var length = (uint)AddressLength;

        // SAFETY: both spans are pinned for the call, and their lengths are passed.
        fixed (byte* data = buffer, address = sender)
        {
            var count = (int)Libc.recvfrom(socket, data, buffer.Length, 0, address, &length);
            return count >= 0 ? count : SyscallResult.LastError switch
            {
                Errno.EAGAIN or Errno.EINTR or Errno.ECONNREFUSED => NonBlocking.Again,
                var errno => throw SyscallResult.Failure("recvfrom", "socket", errno),
            };
        }
    }

    /// <summary>Sends a message, as datagrams are sent: one that cannot be is lost.</summary>
    public static unsafe void Send(SafeHandle socket, ReadOnlySpan<byte> message, ReadOnlySpan<byte> receiver)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(receiver.Length, AddressLength);

        // SAFETY: both spans are pinned for the call, and their lengths are passed.
        fixed (byte* data = message, address = receiver)
        {
            _ = Libc.sendto(socket, data, message.Length, Libc.MSG_NOSIGNAL, address, AddressLength);
        }
    }
}
