using Whelk.Errors;

namespace Whelk.Vm.Qemu;

/// <summary>Cuts what QEMU says into lines. Memory grows with what has come, up to a bound that no line of QEMU's comes near: its guest may have taken it over.</summary>
internal sealed class QmpLines(Stream stream)
{
    private const int Longest = 1 << 20;

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>The next line without its end, or null when QEMU is gone. Valid until the next call.</summary>
    /// <exception cref="WhelkException">Corrupt: the line is too long.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>?> ReadAsync()
    {
        for (var seen = 0; ;)
        {
            var length = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, seen + length);
                _start += line.Length + 1;
                return line;
            }

            seen = _end - _start;
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end));
            if (count == 0)
            {
                return null;
            }

            _end += count;
        }
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _end < Longest ? _end * 2 : throw new WhelkException(ErrorCode.Corrupt, $"QEMU said a line of more than {Longest} bytes"));
        }
    }
}
