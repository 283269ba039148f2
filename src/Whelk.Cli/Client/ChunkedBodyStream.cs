using System.Globalization;
using System.Text;
using Whelk.Errors;

namespace Whelk.Cli.Client;

/// <summary>A body in chunks (RFC 9112 section 7.1). Extensions and trailers are read and dropped.</summary>
internal sealed class ChunkedBodyStream(EngineConnection connection) : BodyStream
{
    private const int MaximumLine = 4096;
    private long _left;
    private bool _first = true;
    private bool _finished;

    public override bool Finished => _finished;

    public override int Read(Span<byte> buffer)
    {
        if (_finished || buffer.IsEmpty)
        {
            return 0;
        }

        if (_left == 0 && !NextChunk())
        {
            return 0;
        }

        var count = connection.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= count > 0 ? count : throw Truncated();
        return count;
    }

    private static WhelkException Truncated() => new(ErrorCode.Unavailable, "the daemon's answer ended too early");

    private bool NextChunk()
    {
        if (!_first && ReadLine().Length != 0)
        {
            throw new WhelkException(ErrorCode.Corrupt, "the daemon's answer has a chunk that is longer than it says");
        }

        _first = false;
        var size = ReadLine().Split(';')[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
        {
            throw new WhelkException(ErrorCode.Corrupt, "the daemon's answer has a chunk without a size");
        }

        if (_left > 0)
        {
            return true;
        }

        while (ReadLine().Length > 0)
        {
        }

        _finished = true;
        return false;
    }

    private string ReadLine()
    {
        var line = new StringBuilder();
        Span<byte> one = stackalloc byte[1];
        while (line.Length < MaximumLine)
        {
            if (connection.Read(one) == 0)
            {
                throw Truncated();
            }

            if (one[0] == (byte)'\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        throw new WhelkException(ErrorCode.Corrupt, "the daemon's answer has an endless line");
    }
}
