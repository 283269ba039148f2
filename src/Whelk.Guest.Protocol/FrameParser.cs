using System.Buffers.Binary;

namespace Whelk.Guest.Protocol;

/// <summary>Cuts a byte stream into frames. Memory grows with the bytes that really came, never with a length that is only claimed.</summary>
public sealed class FrameParser
{
    private byte[] _buffer = new byte[FrameLimits.Header + FrameLimits.Data];
    private int _start;
    private int _end;

    /// <summary>Whether nothing has come of a frame that is not whole yet.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>Room to read into; at least one byte. Valid until the next call. Tell how much was used with <see cref="Advance"/>.</summary>
    public Memory<byte> Room()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_end == _buffer.Length)
        {
            MakeRoom();
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>The first <paramref name="count"/> bytes of <see cref="Room"/> have been filled.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <summary>The next whole frame, if it has come. Its payload is valid until the next call of <see cref="Room"/>.</summary>
    /// <exception cref="ProtocolException">The length is beyond <see cref="FrameLimits.Payload"/>.</exception>
    public bool TryRead(out Frame frame)
    {
        frame = default;
        var have = _buffer.AsSpan(_start, _end - _start);
        if (have.Length < FrameLimits.Header)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(have);
        if (length > FrameLimits.Payload)
        {
            throw new ProtocolException($"a frame of {length} bytes (the limit is {FrameLimits.Payload})");
        }

        if (have.Length - FrameLimits.Header < length)
        {
            return false;
        }

        var type = (FrameType)BinaryPrimitives.ReadUInt16LittleEndian(have[4..]);
        var stream = BinaryPrimitives.ReadUInt16LittleEndian(have[6..]);
        frame = new Frame(type, stream, _buffer.AsMemory(_start + FrameLimits.Header, (int)length));
        _start += FrameLimits.Header + (int)length;
        return true;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            return;
        }

        // Doubling follows the bytes received; TryRead bounds it by refusing longer frames.
        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, FrameLimits.Header + FrameLimits.Payload));
    }
}
