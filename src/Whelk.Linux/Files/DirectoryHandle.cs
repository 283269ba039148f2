using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

/// <summary>
/// An open directory, for work in a tree whose content is hostile. Paths go through openat2 and cannot leave the directory; a "name" is one
/// component, and no call follows a symbolic link in it. Failures are <see cref="SyscallException"/>.
/// </summary>
public sealed partial class DirectoryHandle : IDisposable
{
    private readonly SafeFileHandle _fd;

    private DirectoryHandle(SafeFileHandle fd, string path)
    {
        _fd = fd;
        Path = path;
    }

    /// <summary>For messages alone.</summary>
    public string Path { get; }

    /// <summary>A path by which the kernel finds this very directory, in this process.</summary>
    public string DescriptorPath => $"/proc/self/fd/{_fd.DangerousGetHandle()}";

    /// <summary>Opens a directory that this program itself has made: the path is trusted.</summary>
    public static DirectoryHandle Open(string path)
    {
        var fd = Libc.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        return new DirectoryHandle(Libc.Own(SyscallResult.Check(fd, "open", path)), path);
    }

    /// <summary>
    /// Opens a directory at or below this one. Symbolic links on the way are followed only while they stay below: an absolute one, or one
    /// that leads out by "..", fails with EXDEV.
    /// </summary>
    public DirectoryHandle OpenBeneath(FilePath path) => OpenResolved(path, Libc.RESOLVE_BENEATH | Libc.RESOLVE_NO_MAGICLINKS);

    /// <summary>As <see cref="OpenBeneath"/>, but a symbolic link anywhere fails with ELOOP.</summary>
    public DirectoryHandle OpenWithoutLinks(FilePath path) => OpenResolved(path, Libc.RESOLVE_BENEATH | Libc.RESOLVE_NO_SYMLINKS);

    /// <summary>Opens a directory at or below this one, links followed as for a process whose root this is: never out of it, whatever is changed meanwhile.</summary>
    public DirectoryHandle OpenInRoot(FilePath path) => OpenResolved(path, Libc.RESOLVE_IN_ROOT | Libc.RESOLVE_NO_MAGICLINKS);

    /// <summary>What the name is, or null where there is nothing.</summary>
    public FileStatus? TryStat(FilePath name) => Stat(name) is { } stat ? FileStatus.Of(stat) : null;

    /// <summary>Whether both names are there and are one file.</summary>
    public bool IsSame(FilePath name, DirectoryHandle otherDirectory, FilePath otherName) =>
        Stat(name) is { } one && otherDirectory.Stat(otherName) is { } other && one.st_dev == other.st_dev && one.st_ino == other.st_ino;

    public void Dispose() => _fd.Dispose();

    private unsafe DirectoryHandle OpenResolved(FilePath path, ulong resolve)
    {
        var how = new Libc.open_how { flags = (ulong)(uint)(Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC), resolve = resolve };

        // SAFETY: the path ends with NUL; open_how has the size that is passed with it.
        fixed (byte* pointer = path.Terminated)
        {
            var fd = Libc.openat2(Libc.SYS_openat2, _fd, pointer, &how, sizeof(Libc.open_how));
            return fd == -1 ? throw Failed("openat2", path) : new DirectoryHandle(Libc.Own((int)fd), Describe(path));
        }
    }

    private unsafe Libc.stat? Stat(FilePath name)
    {
        Libc.stat stat;

        // SAFETY: the name ends with NUL, and the kernel fills the 144 bytes of stat.
        fixed (byte* path = name.Terminated)
        {
            if (Libc.fstatat(_fd, path, &stat, Libc.AT_SYMLINK_NOFOLLOW) == 0)
            {
                return stat;
            }
        }

        return SyscallResult.LastError == Errno.ENOENT ? null : throw Failed("fstatat", name);
    }

    private SyscallException Failed(string call, FilePath name) => SyscallResult.Failure(call, Describe(name), SyscallResult.LastError);

    private void Check(int result, string call, FilePath name)
    {
        if (result == -1)
        {
            throw Failed(call, name);
        }
    }

    private string Describe(FilePath name) => $"{Path}/{name}";

    private static byte[] Terminate(string text)
    {
        var bytes = new byte[System.Text.Encoding.UTF8.GetByteCount(text) + 1];
        System.Text.Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
