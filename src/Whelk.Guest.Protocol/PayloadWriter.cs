using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Whelk.Guest.Protocol;

/// <summary>Writes the fields of a payload: little-endian numbers, strings and lists with a u32 count in front.</summary>
public sealed class PayloadWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public PayloadWriter Byte(byte value)
    {
        _buffer.Write([value]);
        return this;
    }

    public PayloadWriter Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public PayloadWriter UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
        return this;
    }

    public PayloadWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public PayloadWriter Int32(int value) => UInt32(unchecked((uint)value));

    public PayloadWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public PayloadWriter Bytes(ReadOnlySpan<byte> value)
    {
        UInt32((uint)value.Length);
        _buffer.Write(value);
        return this;
    }

    public PayloadWriter String(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public PayloadWriter List<T>(IReadOnlyCollection<T> values, Action<PayloadWriter, T> write)
    {
        UInt32((uint)values.Count);
        foreach (var value in values)
        {
            write(this, value);
        }

        return this;
    }

    public PayloadWriter Strings(IReadOnlyCollection<string> values) => List(values, static (w, s) => w.String(s));
}
