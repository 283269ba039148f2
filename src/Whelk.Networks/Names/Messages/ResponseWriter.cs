using System.Buffers.Binary;
using System.Net;

namespace Whelk.Networks.Names.Messages;

/// <summary>Writes the answers that are our own. As Docker's, they carry RA and are not marked authoritative.</summary>
internal static class ResponseWriter
{
    /// <summary>How long a client may keep an answer, in seconds: Docker's number.</summary>
    internal const uint TimeToLive = 600;

    private const ushort Internet = 1;
    private const ushort PointerToQuestion = 0xC000 | Header.Length;
    private const int OptLength = 11;
    private const int LongestMessage = ushort.MaxValue;

    /// <summary>The answer to a message that could not be read further than its header.</summary>
    internal static byte[] Rejection(ReadOnlySpan<byte> message, ResponseCode code)
    {
        var response = message[..Header.Length].ToArray();
        Put(response, Header.Flags, Flags(message, code));
        response.AsSpan(Header.QuestionCount).Clear();
        return response;
    }

    /// <summary>A response without records: with NOERROR it says that the name is there, but has nothing of this type.</summary>
    internal static byte[] Empty(DnsQuery query, ResponseCode code) => Write(query, code, RecordType.A, [], int.MaxValue);

    /// <summary>Address records, all of one family; over UDP as many as the client takes, marked as truncated where that is not all.</summary>
    internal static byte[] Addresses(DnsQuery query, IReadOnlyList<IPAddress> addresses, bool udp) =>
        Write(query, ResponseCode.NOERROR, addresses[0].GetAddressBytes().Length == 4 ? RecordType.A : RecordType.AAAA, [.. addresses.Select(address => address.GetAddressBytes())], udp ? query.UdpLimit : LongestMessage);

    /// <summary>The name that an address stands for.</summary>
    /// <param name="query">The question.</param>
    /// <param name="encodedName">As <see cref="DnsName.TryEncode"/> gave it.</param>
    internal static byte[] Pointer(DnsQuery query, byte[] encodedName) => Write(query, ResponseCode.NOERROR, RecordType.PTR, [encodedName], int.MaxValue);

    /// <summary>The question alone, saying that the answer is longer than UDP takes: the client asks again over TCP.</summary>
    internal static byte[] Truncated(DnsQuery query)
    {
        var response = Empty(query, ResponseCode.NOERROR);
        Put(response, Header.Flags, (ushort)(Word(response, Header.Flags) | Header.TC));
        return response;
    }

    private static byte[] Write(DnsQuery query, ResponseCode code, RecordType type, IReadOnlyList<byte[]> contents, int limit)
    {
        var opt = query.OptFields is null ? 0 : OptLength;
        var kept = Fitting(contents, limit - query.QuestionEnd - opt);
        var response = new byte[query.QuestionEnd + contents.Take(kept).Sum(RecordLength) + opt];
        query.Message.AsSpan(0, Header.Length).CopyTo(response);
        query.Question.CopyTo(response.AsSpan(Header.Length));
        Put(response, Header.Flags, (ushort)(Flags(query.Message, code) | (kept < contents.Count ? Header.TC : 0)));
        Put(response, Header.AnswerCount, (ushort)kept);
        Put(response, Header.AuthorityCount, 0);
        Put(response, Header.AdditionalCount, (ushort)(opt > 0 ? 1 : 0));
        var rest = response.AsSpan(query.QuestionEnd);
        foreach (var content in contents.Take(kept))
        {
            rest = PutRecord(rest, type, content);
        }

        if (opt > 0)
        {
            PutOptions(rest, code);
        }

        return response;
    }

    private static int RecordLength(byte[] content) => 12 + content.Length;

    private static int Fitting(IReadOnlyList<byte[]> contents, int room)
    {
        var kept = 0;
        while (kept < contents.Count && (room -= RecordLength(contents[kept])) >= 0)
        {
            kept++;
        }

        return kept;
    }

    private static Span<byte> PutRecord(Span<byte> at, RecordType type, ReadOnlySpan<byte> content)
    {
        Put(at, 0, PointerToQuestion);
        Put(at, 2, (ushort)type);
        Put(at, 4, Internet);
        BinaryPrimitives.WriteUInt32BigEndian(at[6..], TimeToLive);
        Put(at, 10, (ushort)content.Length);
        content.CopyTo(at[12..]);
        return at[(12 + content.Length)..];
    }

    /// <summary>Root name, type, what we take over UDP, the code's upper bits, version 0, no flags, no options.</summary>
    private static void PutOptions(Span<byte> at, ResponseCode code)
    {
        Put(at, 1, (ushort)RecordType.OPT);
        Put(at, 3, DnsQuery.LargestLimit);
        at[5] = (byte)((int)code >> 4);
    }

    private static ushort Flags(ReadOnlySpan<byte> message, ResponseCode code) => (ushort)(
        Header.QR | Header.RA | (Word(message, Header.Flags) & (Header.OpcodeMask | Header.RD)) | ((int)code & Header.RcodeMask));

    private static ushort Word(ReadOnlySpan<byte> message, int offset) => BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);

    private static void Put(Span<byte> message, int offset, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(message[offset..], value);
}
