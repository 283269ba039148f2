using System.Buffers.Binary;
using System.Net;
using System.Text;
using Whelk.Networks.Names.Messages;

namespace Whelk.Networks.Tests.Support;

/// <summary>What a client makes of an answer; read apart from the code under test.</summary>
internal sealed record DnsAnswer(ushort Id, int Flags, IReadOnlyList<string> Records, int? EdnsSize, int ExtendedCode, int Length)
{
    internal ResponseCode Code => (ResponseCode)((Flags & 0xF) | (ExtendedCode << 4));

    internal bool IsTruncated => (Flags & 0x0200) != 0;

    internal static DnsAnswer Parse(byte[] message)
    {
        var word = (int at) => BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));
        var at = 12;
        for (var question = 0; question < word(4); question++)
        {
            at = NameAt(message, at).End + 4;
        }

        var records = new List<string>();
        int? size = null;
        var extended = 0;
        for (var record = 0; record < word(6) + word(8) + word(10); record++)
        {
            at = NameAt(message, at).End;
            var content = at + 10;
            if ((RecordType)word(at) == RecordType.OPT)
            {
                (size, extended) = (word(at + 2), message[at + 4]);
            }
            else
            {
                records.Add($"{TextOf(message, (RecordType)word(at), content, word(at + 8))} {BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(at + 4))}");
            }

            at = content + word(at + 8);
        }

        Xunit.Assert.Equal(message.Length, at);
        return new DnsAnswer(word(0), word(2), records, size, extended, message.Length);
    }

    private static string TextOf(byte[] message, RecordType type, int at, int length) =>
        type == RecordType.PTR ? NameAt(message, at).Text : new IPAddress(message.AsSpan(at, length)).ToString();

    private static (string Text, int End) NameAt(byte[] message, int at)
    {
        var text = new StringBuilder();
        while (message[at] != 0)
        {
            if (message[at] >= 0xC0)
            {
                return (text + NameAt(message, ((message[at] & 0x3F) << 8) | message[at + 1]).Text, at + 2);
            }

            text.Append(Encoding.Latin1.GetString(message, at + 1, message[at])).Append('.');
            at += message[at] + 1;
        }

        return (text.ToString(), at + 1);
    }
}
