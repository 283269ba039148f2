using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

public sealed partial class DirectoryHandle
{
    /// <summary>
    /// Sets owner, then mode (a change of owner clears set-user-id), attributes and time of what has this name. A symbolic link has no mode of its own.
    /// </summary>
    public unsafe void SetMetadata(FilePath name, FileMetadata metadata, FileKind kind)
    {
        // SAFETY: the name ends with NUL.
        fixed (byte* path = name.Terminated)
        {
            Check(Libc.fchownat(_fd, path, metadata.Uid, metadata.Gid, Libc.AT_SYMLINK_NOFOLLOW), "fchownat", name);
        }

        if (kind != FileKind.SymbolicLink)
        {
            SetMode(name, metadata.Mode);
        }

        foreach (var attribute in metadata.Attributes)
        {
            SetAttribute(name, attribute);
        }

        SetTime(name, metadata.Seconds, metadata.Nanoseconds);
    }

    /// <summary>Gives what has this name, which is no symbolic link, the owner and the mode of something else.</summary>
    public unsafe void CopyOwnerAndMode(FilePath name, FileStatus from)
    {
        // SAFETY: the name ends with NUL.
        fixed (byte* path = name.Terminated)
        {
            Check(Libc.fchownat(_fd, path, from.Uid, from.Gid, Libc.AT_SYMLINK_NOFOLLOW), "fchownat", name);
        }

        SetMode(name, from.Mode);
    }

    /// <summary>Sets the mode alone; fails with EOPNOTSUPP where the name is a symbolic link.</summary>
    public void SetMode(FilePath name, uint mode)
    {
        // fchmodat(2) follows links, and in a tree that somebody else changes a name may become one at any time: the inode is held first.
        using var held = Hold(name);
        SyscallResult.Check(Libc.chmod($"/proc/self/fd/{held.DangerousGetHandle()}", mode), "chmod", Describe(name));
    }

    /// <summary>Sets the modification time alone.</summary>
    public unsafe void SetTime(FilePath name, long seconds, long nanoseconds)
    {
        var times = stackalloc Libc.timespec[2];
        times[0].tv_nsec = Libc.UTIME_OMIT;
        times[1] = new Libc.timespec { tv_sec = seconds, tv_nsec = nanoseconds };

        // SAFETY: the name ends with NUL; utimensat reads two timespecs.
        fixed (byte* path = name.Terminated)
        {
            Check(Libc.utimensat(_fd, path, times, Libc.AT_SYMLINK_NOFOLLOW), "utimensat", name);
        }
    }

    /// <summary>Sets an extended attribute. A file system without attributes, or a kind of file that cannot have this one, is passed over, as Docker does.</summary>
    public unsafe void SetAttribute(FilePath name, ExtendedAttribute attribute)
    {
        // There is no setxattrat before Linux 6.13, so the directory goes by its descriptor and only the last component is not followed.
        var path = new byte[name.Terminated.Length + 64];
        var prefix = Terminate(DescriptorPath + "/");
        prefix.CopyTo(path, 0);
        name.Terminated.CopyTo(path.AsSpan(prefix.Length - 1));

        // SAFETY: path and attribute name end with NUL; the value is passed with its length.
        fixed (byte* pointer = path, attributeName = attribute.Name.Terminated, value = attribute.Value.Span)
        {
            if (Libc.lsetxattr(pointer, attributeName, value, attribute.Value.Length, 0) == -1 && !NewFile.Forgivable(SyscallResult.LastError))
            {
                throw Failed("lsetxattr", name);
            }
        }
    }
}
