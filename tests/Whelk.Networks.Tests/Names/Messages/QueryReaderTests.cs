using CsCheck;
using Whelk.Networks.Names.Messages;
using Whelk.Networks.Tests.Support;
using Xunit;

namespace Whelk.Networks.Tests.Names.Messages;

public sealed class QueryReaderTests
{
    private static readonly byte[] s_web = DnsBytes.Question("web", RecordType.A);

    /// <summary>The trick, and what it must come to: null is silence.</summary>
    public static TheoryData<string, byte[], string?> Attacks => new()
    {
        { "nothing", [], null },
        { "half a header", new byte[11], null },
        { "a response, to start a loop", [.. DnsBytes.HeaderOf(1, 0x8000, 1), .. s_web], null },
        { "a header alone", DnsBytes.HeaderOf(1, 0x0100, 1), "FORMERR" },
        { "no question", DnsBytes.HeaderOf(1, 0x0100, 0), "FORMERR" },
        { "two questions", [.. DnsBytes.HeaderOf(1, 0x0100, 2), .. s_web, .. s_web], "FORMERR" },
        { "65535 questions", [.. DnsBytes.HeaderOf(1, 0x0100, 65535), .. s_web], "FORMERR" },
        { "a status request", [.. DnsBytes.HeaderOf(1, 0x1000, 1), .. s_web], "NOTIMP" },
        { "a dynamic update", [.. DnsBytes.HeaderOf(1, 0x2800, 1), .. s_web], "NOTIMP" },
        { "a label that runs past the end", [.. DnsBytes.HeaderOf(1, 0x0100, 1), 63, 1, 2, 3], "FORMERR" },
        { "a name without an end", [.. DnsBytes.HeaderOf(1, 0x0100, 1), 3, (byte)'w', (byte)'e', (byte)'b'], "FORMERR" },
        { "a name without type and class", [.. DnsBytes.HeaderOf(1, 0x0100, 1), 3, (byte)'w', (byte)'e', (byte)'b', 0, 0, 1, 0], "FORMERR" },
        { "a pointer to itself", [.. DnsBytes.HeaderOf(1, 0x0100, 1), 0xC0, 12, 0, 1, 0, 1], "FORMERR" },
        { "a pointer to the header", [.. DnsBytes.HeaderOf(1, 0x0100, 1), 0xC0, 0, 0, 1, 0, 1], "FORMERR" },
        { "a pointer behind a label", [.. DnsBytes.HeaderOf(1, 0x0100, 1), 1, (byte)'a', 0xC0, 12, 0, 1, 0, 1], "FORMERR" },
        { "the label type 01", [.. DnsBytes.HeaderOf(1, 0x0100, 1), 0x41, 1, 0, 0, 1, 0, 1], "FORMERR" },
        { "the label type 10", [.. DnsBytes.HeaderOf(1, 0x0100, 1), 0x80, 1, 0, 0, 1, 0, 1], "FORMERR" },
        { "a name of 257 bytes", [.. DnsBytes.HeaderOf(1, 0x0100, 1), .. DnsBytes.Question(string.Join('.', Enumerable.Repeat(new string('a', 63), 4)), RecordType.A)], "FORMERR" },
        { "a record that is counted and not there", [.. DnsBytes.HeaderOf(1, 0x0100, 1, additional: 1), .. s_web], "FORMERR" },
        { "65535 records that are not there", [.. DnsBytes.HeaderOf(1, 0x0100, 1, 65535, 65535, 65535), .. s_web], "FORMERR" },
        { "a record whose content runs past the end", [.. DnsBytes.HeaderOf(1, 0x0100, 1, additional: 1), .. s_web, 0, 0, 41, 4, 0, 0, 0, 0, 0, 255, 255], "FORMERR" },
        { "a record whose name ends in half a pointer", [.. DnsBytes.HeaderOf(1, 0x0100, 1, additional: 1), .. s_web, 0xC0], "FORMERR" },
        { "an OPT with a name", [.. DnsBytes.HeaderOf(1, 0x0100, 1, additional: 1), .. s_web, 1, (byte)'a', .. DnsBytes.Opt(1232)], "FORMERR" },
        { "two OPT records", [.. DnsBytes.HeaderOf(1, 0x0100, 1, additional: 2), .. s_web, .. DnsBytes.Opt(512), .. DnsBytes.Opt(4096)], "FORMERR" },
        { "bytes behind the last record", [.. DnsBytes.Query("web"), 0], "FORMERR" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Read_of_a_bad_message_rejects_it(string trick, byte[] message, string? expected)
    {
        var code = QueryReader.Read(message) switch { Reading.Ignored => null, Reading.Rejected(var rejected) => rejected.ToString(), _ => "accepted" };
        Assert.True(expected == code, $"{trick}: {code ?? "silence"}");
    }

    [Theory]
    [InlineData("web", "web")]
    [InlineData("WeB", "web")]
    [InlineData("my_app.v1", "my_app.v1")]
    [InlineData("", "")]
    public void Read_gives_the_name_in_lower_case(string asked, string expected)
    {
        var query = Accept(DnsBytes.Query(asked, RecordType.AAAA));
        Assert.Equal((expected, RecordType.AAAA, (ushort)1, DnsQuery.SmallestLimit), (query.Name, query.Type, query.Class, query.UdpLimit));
    }

    [Fact]
    public void Read_of_the_longest_name_accepts_it()
    {
        var name = string.Join('.', Enumerable.Repeat(new string('a', 63), 3).Append(new string('b', 61)));
        Assert.Equal(name, Accept(DnsBytes.Query(name)).Name);
    }

    [Fact]
    public void Read_of_a_label_with_a_dot_gives_no_text()
    {
        byte[] message = [.. DnsBytes.HeaderOf(1, 0x0100, 1), 3, (byte)'a', (byte)'.', (byte)'b', 0, 0, 1, 0, 1];
        Assert.Null(Accept(message).Name);
    }

    [Theory]
    [InlineData(0, 512)]
    [InlineData(700, 700)]
    [InlineData(65535, 1232)]
    public void Read_keeps_the_clients_size_within_bounds(int asked, int expected) => Assert.Equal(expected, Accept(DnsBytes.Query("web", ednsSize: (ushort)asked)).UdpLimit);

    [Fact]
    public void Read_of_any_bytes_never_throws() => Gen.Byte.Array[0, 200].Sample(bytes => { QueryReader.Read(bytes); });

    [Fact]
    public void Read_of_a_damaged_query_never_throws_and_stays_within_the_message() =>
        Gen.Select(Gen.Int[0, 60], Gen.Byte, Gen.Int[0, 60]).Sample((at, value, cut) =>
        {
            var message = DnsBytes.Query("www.example.com", ednsSize: 1232);
            message[at % message.Length] = value;
            if (QueryReader.Read(message.AsSpan(0, message.Length - (cut % message.Length))) is Reading.Accepted(var query))
            {
                Assert.InRange(query.QuestionEnd, Header.Length + 5, query.Message.Length);
                Assert.InRange(query.UdpLimit, DnsQuery.SmallestLimit, DnsQuery.LargestLimit);
            }
        });

    private static DnsQuery Accept(byte[] message) => Assert.IsType<Reading.Accepted>(QueryReader.Read(message)).Query;
}
