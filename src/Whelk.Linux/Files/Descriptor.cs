using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;
using Whelk.Linux.Waiting;

namespace Whelk.Linux.Files;

/// <summary>Non-blocking reads and writes of a pipe, pty or socket, awaited through <see cref="FdWatcher"/>.</summary>
public static class Descriptor
{
    /// <summary>Makes the open file description non-blocking. Both processes that share it are affected.</summary>
    public static void SetNonBlocking(SafeHandle fd)
    {
        var flags = SyscallResult.Check(Libc.fcntl(fd, Libc.F_GETFL, 0), "fcntl", "F_GETFL");
        SyscallResult.Check(Libc.fcntl(fd, Libc.F_SETFL, flags | Libc.O_NONBLOCK), "fcntl", "F_SETFL");
    }

    /// <summary>A second descriptor for the same open file description, close-on-exec.</summary>
    public static SafeFileHandle Duplicate(SafeHandle fd) =>
        Libc.Own(SyscallResult.Check(Libc.fcntl(fd, Libc.F_DUPFD_CLOEXEC, 3), "fcntl", "F_DUPFD_CLOEXEC"));

    /// <summary>Gives what is open to somebody else. fchown(2).</summary>
    public static void ChangeOwner(SafeHandle fd, uint user, uint group) => SyscallResult.Check(Libc.fchown(fd, user, group), "fchown", string.Empty);

    /// <summary>Takes ownership of an inherited descriptor number (0, 1, 2 or one a parent passed).</summary>
    public static SafeFileHandle Inherited(int number) => new(number, ownsHandle: true);

    /// <summary>Opens a path with open(2)'s flags, close-on-exec.</summary>
    public static SafeFileHandle Open(string path, bool write = false) =>
        Libc.Own(SyscallResult.Check(Libc.open(path, (write ? Libc.O_RDWR : Libc.O_RDONLY) | Libc.O_CLOEXEC | Libc.O_NOCTTY, 0), "open", path));

    /// <summary>Reads what is there, waiting for the first byte. 0 means the end: a closed pipe, or a pty whose last process is gone (EIO).</summary>
    public static async Task<int> ReadAsync(SafeHandle fd, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var count = TryRead(fd, buffer.Span, out var errno);
            switch (errno)
            {
                case Errno.None:
                    return count;
                case Errno.EIO or Errno.ECONNRESET:
                    return 0;
                case Errno.EAGAIN:
                    await FdWatcher.Shared.ReadableAsync(fd, cancellationToken);
                    break;
                case Errno.EINTR:
                    break;
                default:
                    throw SyscallResult.Failure("read", "descriptor", errno);
            }
        }
    }

    /// <summary>Writes all of it, waiting where the other side is slow.</summary>
    /// <returns>False when the other end is gone (EPIPE, EIO).</returns>
    public static async Task<bool> WriteAsync(SafeHandle fd, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        while (!data.IsEmpty)
        {
            var count = TryWrite(fd, data.Span, out var errno);
            switch (errno)
            {
                case Errno.None:
                    data = data[count..];
                    break;
                case Errno.EPIPE or Errno.EIO or Errno.ECONNRESET:
                    return false;
                case Errno.EAGAIN:
                    await FdWatcher.Shared.WritableAsync(fd, cancellationToken);
                    break;
                case Errno.EINTR:
                    break;
                default:
                    throw SyscallResult.Failure("write", "descriptor", errno);
            }
        }

        return true;
    }

    private static unsafe int TryRead(SafeHandle fd, Span<byte> buffer, out Errno errno)
    {
        // SAFETY: the span is pinned for the call and its length is passed.
        fixed (byte* pointer = buffer)
        {
            var count = Libc.read(fd, pointer, buffer.Length);
            errno = count < 0 ? SyscallResult.LastError : Errno.None;
            return (int)count;
        }
    }

    private static unsafe int TryWrite(SafeHandle fd, ReadOnlySpan<byte> data, out Errno errno)
    {
        // SAFETY: the span is pinned for the call and its length is passed.
        fixed (byte* pointer = data)
        {
            var count = Libc.write(fd, pointer, data.Length);
            errno = count < 0 ? SyscallResult.LastError : Errno.None;
            return (int)count;
        }
    }
}
