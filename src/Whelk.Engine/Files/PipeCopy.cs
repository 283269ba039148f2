using Microsoft.Win32.SafeHandles;
using Whelk.Images.Archives;
using Whelk.Linux.Files;
using Whelk.Linux.Waiting;

namespace Whelk.Engine.Files;

/// <summary>Carries bytes between streams and pipes, whose other ends block a thread or another process; never more of them at a time than a buffer holds.</summary>
internal static class PipeCopy
{
    private const int BufferSize = 1 << 16;

    /// <summary>All that comes out of a pipe.</summary>
    internal static async Task ToStreamAsync(SafeFileHandle pipe, Stream target, CancellationToken cancellationToken)
    {
        try
        {
            Descriptor.SetNonBlocking(pipe);
            var buffer = new byte[BufferSize];
            int count;
            while ((count = await Descriptor.ReadAsync(pipe, buffer, cancellationToken)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            Close(pipe);
        }
    }

    /// <summary>All of an archive into a pipe, until the other end is gone.</summary>
    internal static async Task FromArchiveAsync(ArchiveStream archive, SafeFileHandle pipe, CancellationToken cancellationToken)
    {
        try
        {
            Descriptor.SetNonBlocking(pipe);
            var buffer = new byte[BufferSize];
            int count;
            while ((count = await archive.ReadAsync(buffer, cancellationToken)) > 0 && await Descriptor.WriteAsync(pipe, buffer.AsMemory(0, count), cancellationToken))
            {
                // The reader is still there.
            }
        }
        finally
        {
            Close(pipe);
        }
    }

    private static void Close(SafeFileHandle pipe)
    {
        FdWatcher.Shared.Forget(pipe);
        pipe.Dispose();
    }
}
