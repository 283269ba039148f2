using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

public sealed partial class DirectoryHandle
{
    /// <summary>
    /// Reads the start of a file of this directory, which no other path component is searched for: it works after the process has lost the right to walk the
    /// path that leads here.
    /// </summary>
    /// <returns>The count read, at most the buffer's length; -1 where there is no such file.</returns>
    public unsafe int TryRead(FilePath name, Span<byte> buffer)
    {
        var how = new Libc.open_how { flags = (ulong)(uint)(Libc.O_RDONLY | Libc.O_CLOEXEC), resolve = Libc.RESOLVE_BENEATH | Libc.RESOLVE_NO_SYMLINKS };

        // SAFETY: the path ends with NUL; open_how has the size that is passed with it.
        fixed (byte* pointer = name.Terminated)
        {
            var fd = Libc.openat2(Libc.SYS_openat2, _fd, pointer, &how, sizeof(Libc.open_how));
            if (fd == -1)
            {
                return SyscallResult.LastError == Errno.ENOENT ? -1 : throw Failed("openat2", name);
            }

            using var file = Libc.Own((int)fd);
            return RandomAccess.Read(file, buffer, 0);
        }
    }
}
