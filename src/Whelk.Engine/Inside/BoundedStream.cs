using Whelk.Errors;
using Whelk.Linux.Files;

namespace Whelk.Engine.Inside;

/// <summary>Keeps what is written to it, up to a limit.</summary>
/// <param name="kept">Where it is kept.</param>
/// <param name="limit">In bytes.</param>
/// <param name="cuts">Whether what is beyond passes by; else it is an error.</param>
internal sealed class BoundedStream(MemoryStream kept, int limit, bool cuts) : PassingStream
{
    public override bool CanWrite => true;

    /// <exception cref="WhelkException">Corrupt: it is too much.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var room = (int)Math.Min(buffer.Length, limit - kept.Length);
        if (room < buffer.Length && !cuts)
        {
            throw new WhelkException(ErrorCode.Corrupt, $"the container's answer has more than {limit} bytes");
        }

        kept.Write(buffer[..room]);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }
}
