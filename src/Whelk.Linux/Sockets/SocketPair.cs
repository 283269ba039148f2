using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Sockets;

/// <summary>Two connected unix stream sockets, close-on-exec. socketpair(2).</summary>
public static class SocketPair
{
    /// <summary>Makes the pair; the caller disposes both.</summary>
    public static unsafe (SafeFileHandle One, SafeFileHandle Other) Create()
    {
        var fds = stackalloc int[2];

        // SAFETY: socketpair fills exactly two ints.
        SyscallResult.Check(Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, fds), "socketpair", string.Empty);
        return (Libc.Own(fds[0]), Libc.Own(fds[1]));
    }
}
