using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

internal static partial class Libc
{
    internal const int CLOCK_REALTIME = 0;
    internal const int SYS_finit_module = 313;
    internal const nuint RNDADDENTROPY = 0x40085203;
    internal const nuint RNDRESEEDCRNG = 0x5207;
    internal const int MADV_DONTNEED = 4;
    internal const int RB_AUTOBOOT = 0x01234567;

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int clock_settime(int clock, timespec* time);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int clock_gettime(int clock, timespec* time);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int sethostname(byte* name, nint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int reboot(int command);

    [LibraryImport(Library)]
    internal static partial void sync();

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint syscall(nint number, nint directory, byte* path, open_how* how, nint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint syscall(nint number, SafeHandle fd, byte* parameters, int flags);

    [StructLayout(LayoutKind.Sequential)]
    internal struct pollfd
    {
        internal int fd;
        internal short events;
        internal short revents;
    }

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int poll(pollfd* fds, nuint count, int timeoutMilliseconds);

    internal const int SYS_perf_event_open = 298;
    internal const int PROT_READ = 1;
    internal const int MAP_SHARED = 1;

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint syscall(nint number, byte* attribute, int pid, int cpu, int group, ulong flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int madvise(nint address, nint length, int advice);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint mmap(nint address, nint length, int protection, int flags, SafeHandle fd, nint offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int munmap(nint address, nint length);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rmdir(string path);
}
