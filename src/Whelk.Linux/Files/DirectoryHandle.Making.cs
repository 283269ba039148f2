using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

public sealed partial class DirectoryHandle
{
    /// <summary>Makes a regular file; fails with EEXIST where the name is taken, also by a link. The caller disposes it.</summary>
    public unsafe NewFile CreateFile(FilePath name)
    {
        const int Flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;

        // SAFETY: the name ends with NUL.
        fixed (byte* path = name.Terminated)
        {
            var fd = Libc.openat(_fd, path, Flags, 0x180);
            return fd == -1 ? throw Failed("openat", name) : new NewFile(Libc.Own(fd), Describe(name));
        }
    }

    /// <summary>Fails with EEXIST where the name is taken.</summary>
    public unsafe void MakeDirectory(FilePath name, uint mode)
    {
        // SAFETY: the name ends with NUL.
        fixed (byte* path = name.Terminated)
        {
            Check(Libc.mkdirat(_fd, path, mode), "mkdirat", name);
        }
    }

    /// <summary>The target is text: nothing is asked about what it names.</summary>
    public unsafe void MakeSymbolicLink(FilePath name, FilePath target)
    {
        // SAFETY: both end with NUL.
        fixed (byte* path = name.Terminated, text = target.Terminated)
        {
            Check(Libc.symlinkat(text, _fd, path), "symlinkat", name);
        }
    }

    /// <summary>A second name for a file; a symbolic link is linked itself.</summary>
    public unsafe void MakeHardLink(FilePath name, DirectoryHandle targetDirectory, FilePath targetName)
    {
        // SAFETY: both end with NUL.
        fixed (byte* path = name.Terminated, target = targetName.Terminated)
        {
            Check(Libc.linkat(targetDirectory._fd, target, _fd, path, 0), "linkat", name);
        }
    }

    /// <summary>A device or fifo. The mode is set by <see cref="SetMetadata"/>: mknod obeys the umask.</summary>
    public unsafe void MakeNode(FilePath name, FileKind kind, uint major, uint minor)
    {
        // SAFETY: the name ends with NUL.
        fixed (byte* path = name.Terminated)
        {
            Check(Libc.mknodat(_fd, path, (uint)kind | 0x180, Device(major, minor)), "mknodat", name);
        }
    }

    /// <summary>Renames within this directory's file system; replaces an empty directory or a file of the same kind.</summary>
    public unsafe void Rename(FilePath name, DirectoryHandle toDirectory, FilePath toName)
    {
        // SAFETY: both end with NUL.
        fixed (byte* from = name.Terminated, to = toName.Terminated)
        {
            Check(Libc.renameat(_fd, from, toDirectory._fd, to), "renameat", name);
        }
    }

    // The kernel's encoding of device numbers (gnu_dev_makedev in sys/sysmacros.h).
    internal static ulong Device(uint major, uint minor) =>
        ((ulong)(major & 0xFFFFF000) << 32) | ((major & 0xFFFul) << 8) | ((ulong)(minor & 0xFFFFFF00) << 12) | (minor & 0xFFul);
}
