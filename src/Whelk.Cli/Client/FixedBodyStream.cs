using Whelk.Errors;

namespace Whelk.Cli.Client;

/// <summary>A body whose length was announced.</summary>
internal sealed class FixedBodyStream(EngineConnection connection, long length) : BodyStream
{
    private long _left = length;

    public override bool Finished => _left == 0;

    public override int Read(Span<byte> buffer)
    {
        if (_left == 0 || buffer.IsEmpty)
        {
            return 0;
        }

        var count = connection.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= count > 0 ? count : throw new WhelkException(ErrorCode.Unavailable, "the daemon's answer ended too early");
        return count;
    }
}
