using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Whelk.Linux.Native;

namespace Whelk.Linux.Netlink;

/// <summary>Messages that go to the kernel in one write. Built in order: <see cref="Begin{T}"/>, its attributes, <see cref="End"/>.</summary>
public class NetlinkBatch
{
    private const int NLA_F_NESTED = 0x8000;
    private readonly List<Entry> _entries = [];
    private byte[] _buffer = new byte[1024];
    private int _length;
    private int _start;

    internal ReadOnlySpan<Entry> Entries => CollectionsMarshal.AsSpan(_entries);

    /// <summary>The bytes with the sequence numbers that start at <paramref name="sequence"/> written into them.</summary>
    internal ReadOnlySpan<byte> Seal(uint sequence)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_entries[i].Offset + 8), sequence + (uint)i);
        }

        return _buffer.AsSpan(0, _length);
    }

    /// <param name="call">What the message asks for, for the error: the kernel's name of its type.</param>
    /// <param name="subject">What it is about, for the error.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="flags">NLM_F_REQUEST is added.</param>
    /// <param name="header">The fixed part of this type of message.</param>
    internal void Begin<T>(string call, string subject, ushort type, NetlinkFlags flags, in T header)
        where T : unmanaged
    {
        flags |= NetlinkFlags.NLM_F_REQUEST;
        _start = _length;
        _entries.Add(new Entry(call, subject, _start, flags));
        Append(new Libc.nlmsghdr { nlmsg_type = type, nlmsg_flags = (ushort)flags });
        Append(header);
    }

    internal void End() => BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_start), (uint)(_length - _start));

    internal void Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        var header = Reserve(4);
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], type);
        value.CopyTo(Reserve(value.Length));
    }

    internal void Attribute<T>(ushort type, in T value)
        where T : unmanaged => Attribute(type, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    internal void Attribute(ushort type, string value) => Attribute(type, Encoding.UTF8.GetBytes(value + '\0'));

    /// <summary>Opens a nested attribute; what is appended until <see cref="Close"/> belongs to it.</summary>
    /// <returns>The mark that <see cref="Close"/> needs.</returns>
    internal int Open(ushort type, bool marked = false)
    {
        var mark = _length;
        Attribute((ushort)(marked ? type | NLA_F_NESTED : type), []);
        return mark;
    }

    internal void Close(int mark) => BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(mark), (ushort)(_length - mark));

    internal void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    internal void Append<T>(in T value)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        bytes.CopyTo(Reserve(bytes.Length));
    }

    private Span<byte> Reserve(int count)
    {
        var aligned = (count + 3) & ~3;
        if (_length + aligned > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + aligned));
        }

        var span = _buffer.AsSpan(_length, count);
        _length += aligned;
        return span;
    }

    internal readonly record struct Entry(string Call, string Subject, int Offset, NetlinkFlags Flags)
    {
        internal bool IsAnswered => (Flags & (NetlinkFlags.NLM_F_ACK | NetlinkFlags.NLM_F_DUMP)) != NetlinkFlags.None;
    }
}
