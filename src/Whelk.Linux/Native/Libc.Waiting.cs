using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

internal static partial class Libc
{
    internal const int EPOLL_CLOEXEC = 0x80000;
    internal const int EPOLL_CTL_ADD = 1;
    internal const int EPOLL_CTL_DEL = 2;
    internal const int EPOLL_CTL_MOD = 3;
    internal const uint EPOLLIN = 1;
    internal const uint EPOLLOUT = 4;
    internal const uint EPOLLERR = 8;
    internal const uint EPOLLHUP = 0x10;
    internal const uint EPOLLRDHUP = 0x2000;
    internal const uint EPOLLONESHOT = 1u << 30;

    // SAFETY: on x86-64 the kernel packs epoll_event to 12 bytes (sys/epoll.h, __EPOLL_PACKED).
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    internal struct epoll_event
    {
        internal uint events;
        internal long data;
    }

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int epoll_ctl(SafeHandle epoll, int operation, SafeHandle fd, epoll_event* ev);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int epoll_wait(SafeHandle epoll, epoll_event* events, int max, int timeoutMilliseconds);
}
