using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

/// <summary>A pipe, both ends close-on-exec and blocking. pipe(2).</summary>
public sealed class Pipe : IDisposable
{
    private Pipe(SafeFileHandle read, SafeFileHandle write)
    {
        Read = read;
        Write = write;
    }

    /// <summary>The end that is read from.</summary>
    public SafeFileHandle Read { get; }

    /// <summary>The end that is written to.</summary>
    public SafeFileHandle Write { get; }

    /// <summary>Makes a pipe; the caller disposes it, or its ends.</summary>
    public static unsafe Pipe Create()
    {
        var fds = stackalloc int[2];

        // SAFETY: pipe2 fills exactly two ints.
        SyscallResult.Check(Libc.pipe2(fds, Libc.O_CLOEXEC), "pipe2", string.Empty);
        return new Pipe(Libc.Own(fds[0]), Libc.Own(fds[1]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Read.Dispose();
        Write.Dispose();
    }
}
