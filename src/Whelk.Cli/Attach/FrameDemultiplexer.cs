using System.Buffers.Binary;
using System.Text;
using Whelk.Errors;

namespace Whelk.Cli.Attach;

/// <summary>
/// Takes apart the stream in which Docker mixes standard output and error (Engine API, "Attach to a container", stream format): frames
/// of 8 bytes head (kind, three zeros, length in network order) and the data. Holds no frame in memory, however long it says it is.
/// </summary>
internal sealed class FrameDemultiplexer(Stream output, Stream error)
{
    private const int HeadLength = 8;
    private const int MaximumDaemonError = 64 * 1024;
    private readonly byte[] _head = new byte[HeadLength];
    private readonly List<byte> _daemonError = [];
    private int _headFilled;
    private uint _left;

    /// <summary>Takes the next bytes, cut anywhere, and hands on the data in them.</summary>
    /// <exception cref="WhelkException">Corrupt: an unknown kind of frame. Internal: the daemon reports an error of its own in the stream.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = _left > 0 ? TakeData(bytes) : TakeHead(bytes);
        }
    }

    /// <summary>Says that the stream has ended.</summary>
    /// <exception cref="WhelkException">Corrupt: it ended within a frame.</exception>
    public void Complete()
    {
        if (_headFilled > 0 || _left > 0)
        {
            throw new WhelkException(ErrorCode.Corrupt, "the stream from the daemon ended in the middle of a frame");
        }
    }

    private ReadOnlySpan<byte> TakeHead(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(HeadLength - _headFilled, bytes.Length);
        bytes[..count].CopyTo(_head.AsSpan(_headFilled));
        _headFilled += count;
        if (_headFilled == HeadLength)
        {
            if (_head[0] > (byte)FrameKind.DaemonError)
            {
                throw new WhelkException(ErrorCode.Corrupt, $"Unrecognized input header: {_head[0]}");
            }

            _left = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(4));
            EndOfFrame();
        }

        return bytes[count..];
    }

    private ReadOnlySpan<byte> TakeData(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(_left, (uint)bytes.Length);
        Deliver(bytes[..count]);
        _left -= (uint)count;
        EndOfFrame();
        return bytes[count..];
    }

    private void Deliver(ReadOnlySpan<byte> data)
    {
        if ((FrameKind)_head[0] != FrameKind.DaemonError)
        {
            ((FrameKind)_head[0] == FrameKind.Error ? error : output).Write(data);
            return;
        }

        _daemonError.AddRange(data[..Math.Min(data.Length, MaximumDaemonError - _daemonError.Count)]);
    }

    private void EndOfFrame()
    {
        if (_left > 0)
        {
            return;
        }

        _headFilled = 0;
        if ((FrameKind)_head[0] == FrameKind.DaemonError)
        {
            throw new WhelkException(ErrorCode.Internal, $"error from daemon in stream: {Encoding.UTF8.GetString(_daemonError.ToArray())}");
        }
    }
}
