using System.Runtime.InteropServices;
using Whelk.Linux.Native;

namespace Whelk.Linux.Waiting;

/// <summary>Reads and writes that block their thread, for descriptors that are not ours to make non-blocking (inherited standard streams).</summary>
public static class BlockingIo
{
    private const short POLLIN = 1;
    private const short POLLOUT = 4;

    /// <summary>Reads what is there, waiting for the first byte; 0 at the end.</summary>
    /// <exception cref="SyscallException">The descriptor cannot be read.</exception>
    public static int Read(SafeHandle fd, Span<byte> buffer)
    {
        int count;
        while ((count = NonBlocking.Read(fd, buffer)) == NonBlocking.Again)
        {
            Poll(fd, POLLIN);
        }

        return count;
    }

    /// <summary>Writes all of it.</summary>
    /// <returns>False when the other end is gone.</returns>
    /// <exception cref="SyscallException">The descriptor cannot be written.</exception>
    public static bool Write(SafeHandle fd, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var count = NonBlocking.Write(fd, data);
            if (count == NonBlocking.Gone)
            {
                return false;
            }

            if (count == NonBlocking.Again)
            {
                Poll(fd, POLLOUT);
                continue;
            }

            data = data[count..];
        }

        return true;
    }

    // Somebody who shares the open file description may have made it non-blocking.
    private static unsafe void Poll(SafeHandle fd, short events)
    {
        var entry = new Libc.pollfd { fd = (int)fd.DangerousGetHandle(), events = events };

        // SAFETY: one pollfd on this stack frame.
        _ = Libc.poll(&entry, 1, -1);
    }
}
