using System.Buffers;
using System.Globalization;
using System.Text;

namespace Whelk.Api.Hijacking;

/// <summary>Follows a request's body to its end, by length or by chunks, so that the next request's head is found. RFC 9112, 6 and 7.</summary>
internal sealed class BodyFraming
{
    private readonly bool _chunked;
    private readonly StringBuilder _line = new();
    private long _left;
    private State _state;

    internal BodyFraming(RequestHead head)
    {
        _chunked = head.IsChunked;
        _left = _chunked ? 0 : head.ContentLength;
        _state = _chunked ? State.Size : _left > 0 ? State.Data : State.Done;
    }

    private enum State
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        Done,
    }

    internal bool IsDone => _state == State.Done;

    /// <summary>How many of these bytes belong to the body.</summary>
    internal long Advance(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        while (_state != State.Done && !reader.End)
        {
            if (_state == State.Data)
            {
                var step = Math.Min(_left, reader.Remaining);
                reader.Advance(step);
                _left -= step;
                _state = _left > 0 ? State.Data : _chunked ? State.DataEnd : State.Done;
            }
            else if (reader.TryRead(out var value))
            {
                TakeLineByte(value);
            }
        }

        return reader.Consumed;
    }

    private void TakeLineByte(byte value)
    {
        if (value != '\n')
        {
            // A size line is short; Kestrel refuses what is not, and this only follows.
            _ = _line.Length < 64 ? _line.Append((char)value) : _line;
            return;
        }

        var line = _line.ToString().TrimEnd('\r');
        _line.Clear();
        switch (_state)
        {
            case State.Size:
                _ = long.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left);
                _state = _left > 0 ? State.Data : State.Trailer;
                break;
            case State.DataEnd:
                _state = State.Size;
                break;
            case State.Trailer:
                _state = line.Length == 0 ? State.Done : State.Trailer;
                break;
            case State.Data or State.Done:
                break;
        }
    }
}
