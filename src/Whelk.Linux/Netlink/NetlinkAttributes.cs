using System.Buffers.Binary;

namespace Whelk.Linux.Netlink;

/// <summary>Walks the attributes of a message; stops quietly at one that claims more than is there.</summary>
public ref struct NetlinkAttributes
{
    private const int NLA_TYPE_MASK = 0x3FFF;
    private const int HeaderSize = 4;
    private ReadOnlySpan<byte> _rest;

    /// <param name="bytes">The attributes, after the message's fixed part.</param>
    public NetlinkAttributes(ReadOnlySpan<byte> bytes)
    {
        _rest = bytes;
        Current = default;
    }

    /// <summary>The attribute that <see cref="MoveNext"/> arrived at.</summary>
    public NetlinkAttribute Current { get; private set; }

    /// <summary>Lets foreach use the walker itself.</summary>
    public readonly NetlinkAttributes GetEnumerator() => this;

    /// <summary>Goes to the next attribute.</summary>
    public bool MoveNext()
    {
        if (_rest.Length < HeaderSize)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        if (length < HeaderSize || length > _rest.Length)
        {
            return false;
        }

        var type = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(_rest[2..]) & NLA_TYPE_MASK);
        Current = new NetlinkAttribute(type, _rest[HeaderSize..length]);
        _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
        return true;
    }
}
