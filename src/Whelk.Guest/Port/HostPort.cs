using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Protocol;
using Whelk.Linux.Waiting;

namespace Whelk.Guest.Port;

/// <summary>Frames to and from the host over the one port. What waits to be sent is bounded by the credit of the streams.</summary>
internal sealed class HostPort
{
    // Above this, outputs are not read any more until the host has taken some: the queue stays small whatever the number of streams.
    private const int Plenty = 512 << 10;

    private readonly SafeFileHandle _port;
    private readonly EventLoop _loop;
    private readonly Action<Frame> _received;
    private readonly Action _drained;
    private readonly FrameParser _parser = new();
    private readonly Queue<byte[]> _queue = new();
    private int _offset;
    private long _queued;
    private bool _wasFull;

    internal HostPort(SafeFileHandle port, EventLoop loop, Action<Frame> received, Action drained)
    {
        (_port, _loop, _received, _drained) = (port, loop, received, drained);
        loop.Add(port, OnReady);
        loop.Want(port, read: true, write: false);
    }

    /// <summary>True while the outputs should not be read.</summary>
    internal bool Full => _queued > Plenty;

    internal void Send(FrameType type, ushort stream, ReadOnlySpan<byte> payload = default)
    {
        var frame = FrameEncoder.Encode(type, stream, payload);
        _queue.Enqueue(frame);
        _queued += frame.Length;
        Flush();
    }

    /// <summary>Sends what is queued as far as the host takes it now.</summary>
    internal void Flush()
    {
        while (_queue.TryPeek(out var frame))
        {
            var count = NonBlocking.Write(_port, frame.AsSpan(_offset));
            if (count < 0)
            {
                break;
            }

            _offset += count;
            _queued -= count;
            if (_offset == frame.Length)
            {
                _queue.Dequeue();
                _offset = 0;
            }
        }

        _loop.Want(_port, read: true, write: _queue.Count > 0);
        _wasFull |= Full;
    }

    private void OnReady()
    {
        Flush();
        if (_wasFull && !Full)
        {
            _wasFull = false;
            _drained();
        }

        var room = _parser.Room();
        var count = NonBlocking.Read(_port, room.Span);
        if (count <= 0)
        {
            return;
        }

        _parser.Advance(count);
        while (_parser.TryRead(out var frame))
        {
            _received(frame);
        }
    }
}
