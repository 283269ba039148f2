using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Files;

/// <summary>An exclusive lock on a file that ends with the process at the latest. flock(2).</summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock if nobody holds it; the file is made if it is missing and stays.</summary>
    /// <returns>Null when another process or holder has it.</returns>
    public static FileLock? TryTake(string path) => Take(path, Libc.LOCK_EX | Libc.LOCK_NB);

    /// <summary>Takes the lock, and waits for it so long.</summary>
    /// <returns>Null when another has it still.</returns>
    public static async Task<FileLock?> TryTakeAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = Environment.TickCount64;
        FileLock? taken;
        while ((taken = TryTake(path)) is null && Environment.TickCount64 - began < patience.TotalMilliseconds)
        {
            await Task.Delay(Pause, cancellationToken);
        }

        return taken;
    }

    /// <summary>Takes the lock, blocking this thread until it is free.</summary>
    public static FileLock Take(string path) => Take(path, Libc.LOCK_EX)!;

    /// <summary>The locked file. A process that inherits this descriptor holds the lock too: it is free when the last holder has closed it.</summary>
    public SafeFileHandle Descriptor => _file;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileLock? Take(string path, int operation)
    {
        var file = Libc.Own(SyscallResult.Check(Libc.open(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC, 0x180), "open", path));
        while (Libc.flock(file, operation) == -1)
        {
            var errno = SyscallResult.LastError;
            if (errno == Errno.EINTR)
            {
                continue;
            }

            file.Dispose();
            return errno == Errno.EAGAIN ? null : throw SyscallResult.Failure("flock", path, errno);
        }

        return new FileLock(file);
    }
}
