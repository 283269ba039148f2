using System.Buffers.Binary;

namespace Whelk.Networks.Names.Messages;

/// <summary>Whether a message that came from a resolver is the reply to what it was asked. RFC 5452 §9.1.</summary>
internal static class ReplyCheck
{
    private const int TypeAndClass = 4;
    private const int CaseBit = 0x20;

    /// <returns>False for a stray or forged message: the right one may still come.</returns>
    internal static bool IsReplyTo(DnsQuery query, ushort id, ReadOnlySpan<byte> reply)
    {
        if (reply.Length < Header.Length || BinaryPrimitives.ReadUInt16BigEndian(reply) != id)
        {
            return false;
        }

        var flags = BinaryPrimitives.ReadUInt16BigEndian(reply[Header.Flags..]);
        if ((flags & Header.QR) == 0 || (flags & Header.OpcodeMask) != 0)
        {
            return false;
        }

        // A server that refuses may leave the question out; with it, it must be ours.
        return BinaryPrimitives.ReadUInt16BigEndian(reply[Header.QuestionCount..]) switch
        {
            0 => CodeOf(reply) is not (ResponseCode.NOERROR or ResponseCode.NXDOMAIN),
            1 => reply.Length >= query.QuestionEnd && IsSame(reply[Header.Length..query.QuestionEnd], query.Question),
            _ => false,
        };
    }

    /// <summary>Whether another resolver should be asked; as Docker, that is so for these two alone.</summary>
    internal static bool IsFailure(ReadOnlySpan<byte> reply) => CodeOf(reply) is ResponseCode.SERVFAIL or ResponseCode.REFUSED;

    /// <summary>Names are one whatever their case; a label's length is never a letter's number. Type and class come last.</summary>
    private static bool IsSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i] && (i >= one.Length - TypeAndClass || !char.IsAsciiLetter((char)one[i]) || (one[i] | CaseBit) != (other[i] | CaseBit)))
            {
                return false;
            }
        }

        return true;
    }

    private static ResponseCode CodeOf(ReadOnlySpan<byte> reply) =>
        (ResponseCode)(BinaryPrimitives.ReadUInt16BigEndian(reply[Header.Flags..]) & Header.RcodeMask);
}
