using Whelk.Networks.Names.Messages;
using Whelk.Networks.Tests.Support;
using Xunit;

namespace Whelk.Networks.Tests.Names.Messages;

public sealed class ReplyCheckTests
{
    private static readonly byte[] s_query = DnsBytes.Query("example.com", RecordType.ANY);

    public static TheoryData<string, byte[], bool> Replies => new()
    {
        { "the reply", DnsBytes.Reply(s_query, 0x8180), true },
        { "the reply with the name in other letters", DnsBytes.Reply(DnsBytes.Query("EXAMPLE.com", RecordType.ANY), 0x8180), true },
        { "a refusal without the question", DnsBytes.HeaderOf(DnsBytes.Id, 0x8185, 0), true },
        { "another id", DnsBytes.Reply(DnsBytes.Query("example.com", RecordType.ANY, id: 1), 0x8180), false },
        { "another name", DnsBytes.Reply(DnsBytes.Query("examp1e.com", RecordType.ANY), 0x8180), false },
        { "another name of the same bits but one", DnsBytes.Reply(DnsBytes.Query("example\u000ecom", RecordType.ANY), 0x8180), false },
        { "another type", DnsBytes.Reply(DnsBytes.Query("example.com"), 0x8180), false },
        { "a longer name", DnsBytes.Reply(DnsBytes.Query("example.com.net", RecordType.ANY), 0x8180), false },
        { "a query", s_query, false },
        { "another opcode", DnsBytes.Reply(s_query, 0xA980), false },
        { "success without the question", DnsBytes.HeaderOf(DnsBytes.Id, 0x8180, 0), false },
        { "no such name without the question", DnsBytes.HeaderOf(DnsBytes.Id, 0x8183, 0), false },
        { "a cut question", DnsBytes.Reply(s_query, 0x8180)[..20], false },
        { "half a header", DnsBytes.Reply(s_query, 0x8180)[..11], false },
        { "nothing", [], false },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void IsReplyTo_knows_the_reply_from_forgeries(string trick, byte[] reply, bool expected)
    {
        var query = Assert.IsType<Reading.Accepted>(QueryReader.Read(s_query)).Query;
        Assert.True(expected == ReplyCheck.IsReplyTo(query, DnsBytes.Id, reply), trick);
    }
}
