using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

public sealed partial class DirectoryHandle
{
    private const int LongestLink = 4096;

    /// <summary>Opens what has this name, where that is a regular file: a device or a fifo is never opened, whatever takes the name meanwhile.</summary>
    /// <returns>The file, which the caller disposes, with its status; null where it is none.</returns>
    public (SafeFileHandle File, FileStatus Status)? TryOpenFile(FilePath name)
    {
        using var held = Hold(name);
        var status = StatusOf(held, name);
        if (status.Kind != FileKind.Regular)
        {
            return null;
        }

        var fd = Libc.open($"/proc/self/fd/{held.DangerousGetHandle()}", Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        return (Libc.Own(SyscallResult.Check(fd, "open", Describe(name))), status);
    }

    /// <summary>What has this name, held as a place (O_PATH): a symbolic link is held itself. The caller disposes it.</summary>
    public unsafe SafeFileHandle Hold(FilePath name)
    {
        // SAFETY: the name ends with NUL.
        fixed (byte* path = name.Terminated)
        {
            var fd = Libc.openat(_fd, path, Libc.O_PATH | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
            return fd == -1 ? throw Failed("openat", name) : Libc.Own(fd);
        }
    }

    /// <summary>The text of a symbolic link; null where the name is none.</summary>
    public unsafe FilePath? TryReadLink(FilePath name)
    {
        var buffer = new byte[LongestLink];

        // SAFETY: the name ends with NUL; the kernel writes at most the length that is passed.
        fixed (byte* path = name.Terminated, target = buffer)
        {
            var length = Libc.readlinkat(_fd, path, target, buffer.Length);
            return length > 0 ? FilePath.From(buffer.AsSpan(0, (int)length))
                : SyscallResult.LastError is Errno.EINVAL or Errno.ENOENT ? null
                : throw Failed("readlinkat", name);
        }
    }

    /// <summary>The value of an extended attribute of what has this name, links not followed; null where there is none, or none that fits into a page.</summary>
    public unsafe byte[]? TryGetAttribute(FilePath name, FilePath attribute)
    {
        var prefix = Terminate(DescriptorPath + "/");
        byte[] path = [.. prefix.AsSpan(0, prefix.Length - 1), .. name.Terminated];
        var buffer = new byte[LongestLink];

        // SAFETY: path and attribute name end with NUL; the kernel writes at most the length that is passed.
        fixed (byte* pointer = path, attributeName = attribute.Terminated, value = buffer)
        {
            var length = Libc.lgetxattr(pointer, attributeName, value, buffer.Length);
            return length < 0 ? null : buffer[..(int)length];
        }
    }

    private unsafe FileStatus StatusOf(SafeFileHandle held, FilePath name)
    {
        Libc.stat stat;
        byte nothing = 0;

        // SAFETY: the empty name ends in zero, and the kernel fills the 144 bytes of stat.
        SyscallResult.Check(Libc.fstatat(held, &nothing, &stat, Libc.AT_EMPTY_PATH), "fstatat", Describe(name));
        return FileStatus.Of(stat);
    }
}
