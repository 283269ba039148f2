using System.Runtime.InteropServices;
using System.Text;
using Whelk.Linux.Waiting;

namespace Whelk.Linux.Files;

/// <summary>What fits in memory, through a pipe at once.</summary>
public static class PipeText
{
    /// <summary>Reads until every writer is gone. What is beyond <paramref name="limit"/> bytes is read and dropped, so that a writer is never held up.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nobody waits for the pipe any more, and it can be closed.</exception>
    public static async Task<string> ReadAsync(SafeHandle pipe, int limit, CancellationToken cancellationToken = default)
    {
        using var collected = new MemoryStream();
        var buffer = new byte[8192];
        try
        {
            Descriptor.SetNonBlocking(pipe);
            int count;
            while ((count = await Descriptor.ReadAsync(pipe, buffer, cancellationToken)) > 0)
            {
                await collected.WriteAsync(buffer.AsMemory(0, (int)Math.Min(count, limit - collected.Length)), CancellationToken.None);
            }
        }
        finally
        {
            FdWatcher.Shared.Forget(pipe);
        }

        return Encoding.UTF8.GetString(collected.GetBuffer(), 0, (int)collected.Length);
    }

    /// <summary>Writes all of it and closes the pipe. A reader that is gone is not an error.</summary>
    public static async Task WriteAsync(SafeHandle pipe, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        try
        {
            Descriptor.SetNonBlocking(pipe);
            await Descriptor.WriteAsync(pipe, data, cancellationToken);
        }
        finally
        {
            FdWatcher.Shared.Forget(pipe);
            pipe.Dispose();
        }
    }
}
