using System.Buffers.Binary;
using System.Text;

namespace Whelk.Guest.Protocol;

/// <summary>Reads what <see cref="PayloadWriter"/> wrote. Whatever the bytes are, it ends in a value or a <see cref="ProtocolException"/>.</summary>
public ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    /// <summary>Reads one element of a list; a ref struct cannot be an argument of <see cref="Func{T, TResult}"/>.</summary>
    public delegate T Element<out T>(ref PayloadReader reader);

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() != 0;

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int Int32() => unchecked((int)UInt32());

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public ReadOnlySpan<byte> Bytes()
    {
        var length = UInt32();
        return Take(length <= (uint)_rest.Length ? (int)length : throw new ProtocolException($"{length} bytes of {_rest.Length} that are left"));
    }

    public string String() => Encoding.UTF8.GetString(Bytes());

    /// <summary>A list; its capacity follows the bytes at hand, since every element takes at least one.</summary>
    public List<T> List<T>(Element<T> read)
    {
        var count = UInt32();
        if (count > (uint)_rest.Length)
        {
            throw new ProtocolException($"a list of {count} in {_rest.Length} bytes");
        }

        var list = new List<T>();
        for (var i = 0u; i < count; i++)
        {
            list.Add(read(ref this));
        }

        return list;
    }

    public List<string> Strings() => List(static (ref PayloadReader r) => r.String());

    /// <summary>Nothing may follow: a payload with a tail comes from another version.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new ProtocolException($"{_rest.Length} bytes too many");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new ProtocolException("the payload ends too early");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
