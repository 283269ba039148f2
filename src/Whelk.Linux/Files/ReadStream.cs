namespace Whelk.Linux.Files;

/// <summary>Bytes that are read once, forwards, by a reader that may block. A subclass says where they come from.</summary>
public abstract class ReadStream : PassingStream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public abstract override int Read(Span<byte> buffer);

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public sealed override void Flush()
    {
    }
}
