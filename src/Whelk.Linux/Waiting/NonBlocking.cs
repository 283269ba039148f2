using System.Runtime.InteropServices;
using Whelk.Linux.Native;

namespace Whelk.Linux.Waiting;

/// <summary>One read or write of a non-blocking descriptor, for callers with a loop of their own.</summary>
public static class NonBlocking
{
    /// <summary>Returned where nothing can be moved now.</summary>
    public const int Again = -1;

    /// <summary>Returned where the other end is gone for good.</summary>
    public const int Gone = -2;

    /// <summary>The count read, 0 at the end (also of a pty whose last process is gone), or <see cref="Again"/>.</summary>
    public static unsafe int Read(SafeHandle fd, Span<byte> buffer)
    {
        // SAFETY: the span is pinned for the call and its length is passed.
        fixed (byte* pointer = buffer)
        {
            var count = (int)Libc.read(fd, pointer, buffer.Length);
            return count >= 0 ? count : SyscallResult.LastError switch
            {
                Errno.EAGAIN or Errno.EINTR => Again,
                Errno.EIO or Errno.ECONNRESET => 0,
                var errno => throw SyscallResult.Failure("read", "descriptor", errno),
            };
        }
    }

    /// <summary>The count written, <see cref="Again"/> or <see cref="Gone"/>.</summary>
    public static unsafe int Write(SafeHandle fd, ReadOnlySpan<byte> data)
    {
        // SAFETY: the span is pinned for the call and its length is passed.
        fixed (byte* pointer = data)
        {
            var count = (int)Libc.write(fd, pointer, data.Length);
            return count >= 0 ? count : SyscallResult.LastError switch
            {
                Errno.EAGAIN or Errno.EINTR => Again,
                Errno.EPIPE or Errno.EIO or Errno.ECONNRESET => Gone,
                var errno => throw SyscallResult.Failure("write", "descriptor", errno),
            };
        }
    }
}
