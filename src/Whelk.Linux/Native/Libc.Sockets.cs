using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

internal static partial class Libc
{
    internal const int AF_UNIX = 1;
    internal const int SOCK_STREAM = 1;
    internal const int SOCK_CLOEXEC = 0x80000;
    internal const int SOL_SOCKET = 1;
    internal const int SCM_RIGHTS = 1;
    internal const int MSG_CMSG_CLOEXEC = 0x40000000;
    internal const int MSG_NOSIGNAL = 0x4000;

    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct iovec
    {
        internal void* iov_base;
        internal nint iov_len;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct msghdr
    {
        internal void* msg_name;
        internal uint msg_namelen;
        internal iovec* msg_iov;
        internal nint msg_iovlen;
        internal void* msg_control;
        internal nint msg_controllen;
        internal int msg_flags;
    }

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int socketpair(int domain, int type, int protocol, int* fds);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint sendmsg(SafeHandle socket, msghdr* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint recvmsg(SafeHandle socket, msghdr* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint sendto(SafeHandle socket, byte* data, nint length, int flags, byte* address, uint addressLength);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint recvfrom(SafeHandle socket, byte* data, nint length, int flags, byte* address, uint* addressLength);
}
