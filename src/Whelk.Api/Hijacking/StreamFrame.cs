using System.Buffers.Binary;
using System.Text;

namespace Whelk.Api.Hijacking;

/// <summary>Docker's frame around output that has no terminal: stream number, three zeros, big-endian length.</summary>
internal static class StreamFrame
{
    private const int HeaderLength = 8;

    /// <summary>A text on standard output, framed unless there is a terminal.</summary>
    internal static byte[] Of(bool terminal, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return terminal ? bytes : Of(1, bytes);
    }

    internal static byte[] Of(int stream, ReadOnlySpan<byte> bytes)
    {
        var frame = new byte[HeaderLength + bytes.Length];
        frame[0] = (byte)stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)bytes.Length);
        bytes.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }
}
