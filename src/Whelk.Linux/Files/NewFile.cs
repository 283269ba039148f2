using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

/// <summary>A regular file that was just made, until it has its content and its metadata.</summary>
public sealed class NewFile : IDisposable
{
    private readonly SafeFileHandle _fd;
    private readonly string _path;

    internal NewFile(SafeFileHandle fd, string path)
    {
        _fd = fd;
        _path = path;
    }

    /// <summary>Writes all of it at this offset.</summary>
    /// <exception cref="SyscallException">ENOSPC (Unavailable) on a full disk.</exception>
    public unsafe void WriteAt(ReadOnlySpan<byte> content, long offset)
    {
        // SAFETY: the pointer stays within the pinned span.
        fixed (byte* start = content)
        {
            for (nint done = 0; done < content.Length;)
            {
                var written = Libc.pwrite(_fd, start + done, content.Length - done, offset + done);
                if (written == -1 && SyscallResult.LastError == Errno.EINTR)
                {
                    continue;
                }

                done += SyscallResult.Check(written, "pwrite", _path);
            }
        }
    }

    /// <summary>Sets the length; what was never written reads as zeros and takes no space.</summary>
    public void SetLength(long length) => SyscallResult.Check(Libc.ftruncate(_fd, length), "ftruncate", _path);

    /// <summary>Owner, then mode (a change of owner clears set-user-id), then attributes, and the time last.</summary>
    public unsafe void SetMetadata(FileMetadata metadata)
    {
        SyscallResult.Check(Libc.fchown(_fd, metadata.Uid, metadata.Gid), "fchown", _path);
        SyscallResult.Check(Libc.fchmod(_fd, metadata.Mode), "fchmod", _path);
        foreach (var attribute in metadata.Attributes)
        {
            SetAttribute(attribute);
        }

        var times = stackalloc Libc.timespec[2];
        times[0].tv_nsec = Libc.UTIME_OMIT;
        times[1] = new Libc.timespec { tv_sec = metadata.Seconds, tv_nsec = metadata.Nanoseconds };

        // SAFETY: futimens reads two timespecs.
        SyscallResult.Check(Libc.futimens(_fd, times), "futimens", _path);
    }

    public void Dispose() => _fd.Dispose();

    internal static bool Forgivable(Errno errno) => errno is Errno.EOPNOTSUPP or Errno.EPERM;

    private unsafe void SetAttribute(ExtendedAttribute attribute)
    {
        // SAFETY: the name ends with NUL; the value is passed with its length.
        fixed (byte* name = attribute.Name.Terminated, value = attribute.Value.Span)
        {
            if (Libc.fsetxattr(_fd, name, value, attribute.Value.Length, 0) == -1 && !Forgivable(SyscallResult.LastError))
            {
                throw SyscallResult.Failure("fsetxattr", _path, SyscallResult.LastError);
            }
        }
    }
}
