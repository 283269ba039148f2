using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

internal static partial class Libc
{
    internal const int IN_NONBLOCK = 0x800;
    internal const int IN_CLOEXEC = 0x80000;
    internal const uint IN_MODIFY = 2;
    internal const uint IN_CLOSE_WRITE = 8;
    internal const uint IN_MOVED_TO = 0x80;
    internal const uint IN_DELETE = 0x200;
    internal const uint IN_Q_OVERFLOW = 0x4000;

    // struct inotify_event: int wd, uint32_t mask, cookie, len; then the name, padded with NULs to len.
    internal const int inotify_event_mask = 4;
    internal const int inotify_event_len = 12;
    internal const int sizeof_inotify_event = 16;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int inotify_init1(int flags);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int inotify_add_watch(SafeHandle inotify, string path, uint mask);
}
