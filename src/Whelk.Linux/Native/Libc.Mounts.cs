using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

internal static partial class Libc
{
    internal const int CLONE_NEWNS = 0x00020000;
    internal const int CLONE_NEWUTS = 0x04000000;
    internal const int CLONE_NEWIPC = 0x08000000;
    internal const int CLONE_NEWUSER = 0x10000000;
    internal const int CLONE_NEWNET = 0x40000000;
    internal const int CLONE_FS = 0x00000200;
    internal const int AT_RECURSIVE = 0x8000;
    internal const int SYS_mount_setattr = 442;
    internal const ulong MOUNT_ATTR_RDONLY = 1;
    internal const ulong MOUNT_ATTR_IDMAP = 0x00100000;
    internal const int SYS_open_tree = 428;
    internal const int SYS_move_mount = 429;
    internal const uint OPEN_TREE_CLONE = 1;
    internal const uint OPEN_TREE_CLOEXEC = 0x80000;
    internal const uint MOVE_MOUNT_F_EMPTY_PATH = 4;
    internal const uint MOVE_MOUNT_T_EMPTY_PATH = 0x40;

    [StructLayout(LayoutKind.Sequential)]
    internal struct mount_attr
    {
        internal ulong attr_set;
        internal ulong attr_clr;
        internal ulong propagation;
        internal ulong userns_fd;
    }

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mount(string source, string target, string? type, nuint flags, string? data);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int umount2(string target, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint syscall(nint number, int directory, byte* path, uint flags, mount_attr* attributes, nint size);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint open_tree(nint number, int directory, byte* path, uint flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint move_mount(nint number, SafeHandle fromDirectory, byte* from, SafeHandle toDirectory, byte* to, uint flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int unshare(int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int setns(SafeHandle fd, int type);
}
