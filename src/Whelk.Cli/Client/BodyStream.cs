namespace Whelk.Cli.Client;

/// <summary>A response's body, read forwards once. What a subclass adds is where it ends.</summary>
internal abstract class BodyStream : Stream
{
    public sealed override bool CanRead => true;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => false;

    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the whole body was read, so that the connection can carry another request.</summary>
    public abstract bool Finished { get; }

    public static BodyStream Of(ResponseHead head, EngineConnection connection) => head switch
    {
        { Bodiless: true } => new FixedBodyStream(connection, 0),
        { Chunked: true } => new ChunkedBodyStream(connection),
        { ContentLength: { } length } => new FixedBodyStream(connection, length),
        _ => new OpenBodyStream(connection),
    };

    public abstract override int Read(Span<byte> buffer);

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
