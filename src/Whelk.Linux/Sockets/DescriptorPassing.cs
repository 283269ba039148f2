using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Sockets;

/// <summary>Sends and receives one descriptor with a few bytes over a unix socket. unix(7), SCM_RIGHTS.</summary>
public static class DescriptorPassing
{
    private const int HeaderLength = 16;
    private const int ControlLength = 24;

    /// <summary>Sends <paramref name="fd"/> along with <paramref name="payload"/> (at least one byte).</summary>
    public static unsafe void Send(SafeHandle socket, SafeHandle fd, ReadOnlySpan<byte> payload)
    {
        var control = stackalloc byte[ControlLength];

        // SAFETY: cmsghdr on x86-64: size_t len, int level, int type, then the descriptor; CMSG_LEN(4) = 20, CMSG_SPACE(4) = 24.
        *(nint*)control = HeaderLength + sizeof(int);
        *(int*)(control + 8) = Libc.SOL_SOCKET;
        *(int*)(control + 12) = Libc.SCM_RIGHTS;
        *(int*)(control + HeaderLength) = (int)fd.DangerousGetHandle();
        fixed (byte* bytes = payload)
        {
            var vector = new Libc.iovec { iov_base = bytes, iov_len = payload.Length };
            var message = new Libc.msghdr { msg_iov = &vector, msg_iovlen = 1, msg_control = control, msg_controllen = ControlLength };
            SyscallResult.Check(Libc.sendmsg(socket, &message, Libc.MSG_NOSIGNAL), "sendmsg", "SCM_RIGHTS");
        }
    }

    /// <summary>Receives one message; blocks unless the socket is non-blocking.</summary>
    /// <returns>The descriptor, or null where the message carried none; and the count of payload bytes, 0 at the end.</returns>
    public static unsafe (SafeFileHandle? Descriptor, int Count) Receive(SafeHandle socket, Span<byte> payload)
    {
        var control = stackalloc byte[ControlLength];
        fixed (byte* bytes = payload)
        {
            // SAFETY: all buffers outlive the call; the kernel shortens msg_controllen to what it wrote. There is room for one descriptor, not
            // for the padding behind it: a second one that a peer sends would never be closed.
            var vector = new Libc.iovec { iov_base = bytes, iov_len = payload.Length };
            var message = new Libc.msghdr { msg_iov = &vector, msg_iovlen = 1, msg_control = control, msg_controllen = HeaderLength + sizeof(int) };
            var count = (int)SyscallResult.Check(Libc.recvmsg(socket, &message, Libc.MSG_CMSG_CLOEXEC), "recvmsg", "SCM_RIGHTS");
            var carries = message.msg_controllen >= HeaderLength + sizeof(int)
                && *(int*)(control + 8) == Libc.SOL_SOCKET && *(int*)(control + 12) == Libc.SCM_RIGHTS;
            return (carries ? Libc.Own(*(int*)(control + HeaderLength)) : null, count);
        }
    }
}
