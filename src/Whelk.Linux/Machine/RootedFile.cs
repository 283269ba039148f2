using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Linux.Machine;

/// <summary>Files below a root that somebody else filled: a symbolic link never leads out of it. openat2(2), RESOLVE_IN_ROOT.</summary>
public static class RootedFile
{
    /// <summary>Opens a regular file for reading, or returns null where there is none: opening a device or a fifo is an act by itself.</summary>
    public static SafeFileHandle? TryOpen(string root, string path)
    {
        using var found = TryFind(root, path);
        return found is not null && StatusOf(found, path).Kind == FileKind.Regular
            ? Libc.Own(SyscallResult.Check(Libc.open($"/proc/self/fd/{found.DangerousGetHandle()}", Libc.O_RDONLY | Libc.O_CLOEXEC, 0), "open", path))
            : null;
    }

    /// <summary>The folder that a path leads to, links followed within the root, as a place (O_PATH); null where there is none. The caller disposes it.</summary>
    public static SafeFileHandle? TryOpenFolder(string root, string path)
    {
        var found = TryFind(root, path);
        if (found is null || StatusOf(found, path).Kind == FileKind.Directory)
        {
            return found;
        }

        found.Dispose();
        return null;
    }

    /// <summary>Whatever a path leads to, links followed within the root, as a place (O_PATH); null where there is nothing. The caller disposes it.</summary>
    public static SafeFileHandle? TryOpenPlace(string root, string path) => TryFind(root, path);

    /// <summary>What a place is.</summary>
    public static FileKind KindOf(SafeFileHandle place, string path) => StatusOf(place, path).Kind;

    /// <summary>What a path leads to, links followed, or null where there is nothing.</summary>
    public static FileStatus? TryStat(string root, string path)
    {
        using var found = TryFind(root, path);
        return found is null ? null : StatusOf(found, path);
    }

    private static unsafe SafeFileHandle? TryFind(string root, string path)
    {
        using var directory = Libc.Own(SyscallResult.Check(Libc.open(root, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0), "open", root));
        var how = new Libc.open_how { flags = Libc.O_PATH | Libc.O_CLOEXEC, resolve = Libc.RESOLVE_IN_ROOT };
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            // SAFETY: the name ends in zero; how is the 24 bytes that are passed.
            var fd = Libc.syscall(Libc.SYS_openat2, directory.DangerousGetHandle(), name, &how, sizeof(Libc.open_how));
            return fd >= 0 ? Libc.Own((int)fd) : null;
        }
    }

    private static unsafe FileStatus StatusOf(SafeFileHandle found, string path)
    {
        Libc.stat stat;
        byte nothing = 0;

        // SAFETY: the empty name ends in zero, and the kernel fills the 144 bytes of stat.
        SyscallResult.Check(Libc.fstatat(found, &nothing, &stat, Libc.AT_EMPTY_PATH), "fstatat", path);
        return FileStatus.Of(stat);
    }
}
