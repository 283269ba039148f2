using System.Buffers.Binary;
using System.Text;
using Whelk.Networks.Names.Messages;

namespace Whelk.Networks.Tests.Support;

/// <summary>Puts messages together by hand, so that what is tested does not test itself.</summary>
internal static class DnsBytes
{
    internal const ushort Id = 0x1234;

    /// <summary>A query as a C library sends it: RD set, one question of class IN.</summary>
    internal static byte[] Query(string name, RecordType type = RecordType.A, ushort? ednsSize = null, ushort id = Id) =>
        [.. HeaderOf(id, 0x0100, 1, additional: ednsSize is null ? 0 : 1), .. Question(name, type), .. ednsSize is { } size ? Opt(size) : []];

    internal static byte[] HeaderOf(ushort id, int flags, int questions, int answers = 0, int authority = 0, int additional = 0) =>
        [.. Word(id), .. Word(flags), .. Word(questions), .. Word(answers), .. Word(authority), .. Word(additional)];

    internal static byte[] Question(string name, RecordType type, int internet = 1) => [.. Name(name), .. Word((int)type), .. Word(internet)];

    internal static byte[] Name(string name) =>
        [.. name.Length == 0 ? [] : name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.Latin1.GetBytes(label)]), 0];

    internal static byte[] Opt(int size, byte version = 0) => [0, .. Word((int)RecordType.OPT), .. Word(size), 0, version, 0, 0, 0, 0];

    /// <summary>A record about the question's name.</summary>
    internal static byte[] Record(RecordType type, byte[] content) => [0xC0, 12, .. Word((int)type), 0, 1, 0, 0, 0, 60, .. Word(content.Length), .. content];

    /// <summary>A reply that a resolver would give to a query.</summary>
    internal static byte[] Reply(ReadOnlySpan<byte> query, int flags, params byte[][] records)
    {
        var end = 12;
        while (query[end] != 0)
        {
            end += query[end] + 1;
        }

        end += 5;
        return [.. HeaderOf(BinaryPrimitives.ReadUInt16BigEndian(query), flags, 1, records.Length), .. query[12..end], .. records.SelectMany(record => record)];
    }

    internal static byte[] Word(int value) => [(byte)(value >> 8), (byte)value];
}
