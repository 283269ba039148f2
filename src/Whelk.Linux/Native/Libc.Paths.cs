using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

/// <summary>Calls relative to a directory's descriptor. Names are bytes that end with NUL: file names need not be UTF-8.</summary>
internal static partial class Libc
{
    internal const uint S_IFMT = 0xF000;
    internal const uint S_IFIFO = 0x1000;
    internal const uint S_IFCHR = 0x2000;
    internal const uint S_IFDIR = 0x4000;
    internal const uint S_IFBLK = 0x6000;
    internal const uint S_IFREG = 0x8000;
    internal const uint S_IFLNK = 0xA000;
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const int AT_REMOVEDIR = 0x200;
    internal const int AT_EMPTY_PATH = 0x1000;
    internal const long UTIME_OMIT = 0x3ffffffe;
    internal const ulong RESOLVE_NO_MAGICLINKS = 0x02;
    internal const ulong RESOLVE_NO_SYMLINKS = 0x04;
    internal const ulong RESOLVE_BENEATH = 0x08;
    internal const ulong RESOLVE_IN_ROOT = 0x10;
    internal const int SYS_getdents64 = 217;
    internal const int SYS_openat2 = 437;

    [StructLayout(LayoutKind.Sequential)]
    internal struct open_how
    {
        internal ulong flags;
        internal ulong mode;
        internal ulong resolve;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct timespec
    {
        internal long tv_sec;
        internal long tv_nsec;
    }

    // SAFETY: x86-64's struct stat has 144 bytes; what nobody reads is left in the reserve at its end.
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    internal struct stat
    {
        internal ulong st_dev;
        internal ulong st_ino;
        internal ulong st_nlink;
        internal uint st_mode;
        internal uint st_uid;
        internal uint st_gid;
        internal int __pad0;
        internal ulong st_rdev;
        internal long st_size;
        internal long st_blksize;
        internal long st_blocks;
        internal timespec st_atim;
        internal timespec st_mtim;
    }

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int openat(SafeHandle directory, byte* path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int mkdirat(SafeHandle directory, byte* path, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int unlinkat(SafeHandle directory, byte* path, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint readlinkat(SafeHandle directory, byte* path, byte* buffer, nint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int symlinkat(byte* target, SafeHandle directory, byte* path);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int linkat(SafeHandle fromDirectory, byte* from, SafeHandle toDirectory, byte* to, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int renameat(SafeHandle fromDirectory, byte* from, SafeHandle toDirectory, byte* to);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int mknodat(SafeHandle directory, byte* path, uint mode, ulong device);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int fstatat(SafeHandle directory, byte* path, stat* result, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int fchownat(SafeHandle directory, byte* path, uint owner, uint group, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int fchmodat(SafeHandle directory, byte* path, uint mode, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int utimensat(SafeHandle directory, byte* path, timespec* times, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchown(SafeHandle fd, uint owner, uint group);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchmod(SafeHandle fd, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int futimens(SafeHandle fd, timespec* times);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int ftruncate(SafeHandle fd, long length);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint pwrite(SafeHandle fd, byte* buffer, nint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int lsetxattr(byte* path, byte* name, byte* value, nint size, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint lgetxattr(byte* path, byte* name, byte* value, nint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int fsetxattr(SafeHandle fd, byte* name, byte* value, nint size, int flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint openat2(nint number, SafeHandle directory, byte* path, open_how* how, nint size);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint getdents64(nint number, SafeHandle directory, byte* buffer, nint size);
}
