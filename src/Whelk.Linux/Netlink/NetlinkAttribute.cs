using System.Buffers.Binary;
using System.Text;

namespace Whelk.Linux.Netlink;

/// <summary>One attribute of a message: its type and its bytes.</summary>
public readonly ref struct NetlinkAttribute
{
    internal NetlinkAttribute(ushort type, ReadOnlySpan<byte> value)
    {
        Type = type;
        Value = value;
    }

    /// <summary>The type, without the flags for nesting and byte order.</summary>
    public ushort Type { get; }

    /// <summary>The bytes, without padding.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The value as the host's 32-bit number; 0 if it is too short.</summary>
    public uint AsUInt32() => Value.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(Value) : 0;

    /// <summary>The value as text up to its first NUL.</summary>
    public string AsString()
    {
        var end = Value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
    }
}
