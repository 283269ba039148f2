using System.Runtime.InteropServices;
using Whelk.Linux.Native;

namespace Whelk.Linux.Sockets;

/// <summary>How much a socket takes before its writer must wait. socket(7), SO_SNDBUF.</summary>
public static class SendBuffer
{
    /// <summary>
    /// Lets the kernel keep this many bytes for a reader, beyond the host's limit where we may; who waits to write goes on. A unix socket's bytes stay there
    /// for the reader when the writer has closed it.
    /// </summary>
    /// <exception cref="SyscallException">Not a socket.</exception>
    public static unsafe void Widen(SafeHandle socket, int bytes)
    {
        // SAFETY: an int on this stack frame, with its size.
        if (Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, &bytes, sizeof(int)) == -1)
        {
            SyscallResult.Check(Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUF, &bytes, sizeof(int)), "setsockopt", "SO_SNDBUF");
        }
    }
}
