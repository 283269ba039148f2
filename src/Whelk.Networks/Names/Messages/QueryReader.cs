using System.Buffers.Binary;

namespace Whelk.Networks.Names.Messages;

/// <summary>
/// Reads a query from a workload, which may be hostile: every length is checked against what is there, no pointer is followed, and the work is bounded by the
/// message's length. Of the records after the question, only OPT is looked at. RFC 1035 §4, RFC 6891 §6.1.
/// </summary>
internal static class QueryReader
{
    private const int RecordFixedLength = 10;
    private const ushort QueryOpcode = 0;

    internal static Reading Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < Header.Length || (Word(message, Header.Flags) & Header.QR) != 0)
        {
            return new Reading.Ignored();
        }

        if ((Word(message, Header.Flags) & Header.OpcodeMask) != QueryOpcode)
        {
            return new Reading.Rejected(ResponseCode.NOTIMP);
        }

        return ReadQuestion(message) is { } query && ReadOptions(message, query) is { } whole
            ? new Reading.Accepted(whole)
            : new Reading.Rejected(ResponseCode.FORMERR);
    }

    private static DnsQuery? ReadQuestion(ReadOnlySpan<byte> message)
    {
        var offset = Header.Length;
        if (Word(message, Header.QuestionCount) != 1 || !DnsName.TryRead(message, ref offset, out var name) || message.Length - offset < 4)
        {
            return null;
        }

        return new DnsQuery
        {
            Message = message.ToArray(),
            QuestionEnd = offset + 4,
            Name = name,
            Type = (RecordType)Word(message, offset),
            Class = Word(message, offset + 2),
        };
    }

    /// <summary>Walks the records, and takes the OPT from among the additional ones; two of them are an error.</summary>
    private static DnsQuery? ReadOptions(ReadOnlySpan<byte> message, DnsQuery query)
    {
        var before = Word(message, Header.AnswerCount) + Word(message, Header.AuthorityCount);
        var all = before + Word(message, Header.AdditionalCount);
        var offset = query.QuestionEnd;
        for (var record = 0; record < all; record++)
        {
            var start = offset;
            if (!TrySkipRecord(message, ref offset, out var fields))
            {
                return null;
            }

            if (record >= before && (RecordType)Word(message, fields - 2) == RecordType.OPT)
            {
                if (query.OptFields is not null || message[start] != 0)
                {
                    return null;
                }

                query = WithOptions(message, query, fields);
            }
        }

        return offset == message.Length ? query : null;
    }

    private static DnsQuery WithOptions(ReadOnlySpan<byte> message, DnsQuery query, int fields) => query with
    {
        OptFields = fields,
        UdpLimit = Math.Clamp((int)Word(message, fields), DnsQuery.SmallestLimit, DnsQuery.LargestLimit),
        EdnsVersion = message[fields + 3],
    };

    /// <param name="message">The message.</param>
    /// <param name="offset">Where the record starts; afterwards, where it has ended.</param>
    /// <param name="fields">What follows name and type.</param>
    private static bool TrySkipRecord(ReadOnlySpan<byte> message, ref int offset, out int fields)
    {
        fields = 0;
        if (!DnsName.TrySkip(message, ref offset) || message.Length - offset < RecordFixedLength)
        {
            return false;
        }

        fields = offset + 2;
        offset += RecordFixedLength + Word(message, offset + 8);
        return offset <= message.Length;
    }

    private static ushort Word(ReadOnlySpan<byte> message, int offset) => BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);
}
