using System.Net;
using Whelk.Networks.Names.Messages;
using Whelk.Networks.Tests.Support;
using Xunit;

namespace Whelk.Networks.Tests.Names.Messages;

public sealed class ResponseWriterTests
{
    private const int ResponseWithRecursion = 0x8180;

    [Fact]
    public void Addresses_are_under_the_clients_id_and_question()
    {
        var query = Query("WeB");
        var response = ResponseWriter.Addresses(query, [IPAddress.Parse("10.1.0.2"), IPAddress.Parse("10.1.0.3")], udp: true);
        var answer = DnsAnswer.Parse(response);

        Assert.Equal((DnsBytes.Id, ResponseWithRecursion), (answer.Id, answer.Flags));
        Assert.Equal(["10.1.0.2 600", "10.1.0.3 600"], answer.Records);
        Assert.True(response.AsSpan(Header.Length).StartsWith(query.Question));
        Assert.Null(answer.EdnsSize);
    }

    [Theory]
    [InlineData(null, 512)]
    [InlineData(1232, 1232)]
    public void Addresses_over_udp_fit_and_say_that_more_are_there(int? edns, int limit)
    {
        var addresses = Enumerable.Range(0, 200).Select(i => new IPAddress([10, 1, 0, (byte)i])).ToList();
        var answer = DnsAnswer.Parse(ResponseWriter.Addresses(Query("web", edns), addresses, udp: true));

        Assert.InRange(answer.Length, limit - 16, limit);
        Assert.True(answer.IsTruncated);
        Assert.Equal(200, DnsAnswer.Parse(ResponseWriter.Addresses(Query("web", edns), addresses, udp: false)).Records.Count);
    }

    [Fact]
    public void Empty_answers_edns_with_edns()
    {
        var answer = DnsAnswer.Parse(ResponseWriter.Empty(Query("web", 4096), ResponseCode.BADVERS));
        Assert.Equal((ResponseCode.BADVERS, 1232), (answer.Code, answer.EdnsSize));
    }

    [Fact]
    public void Rejection_keeps_id_and_says_why()
    {
        var answer = DnsAnswer.Parse(ResponseWriter.Rejection(DnsBytes.HeaderOf(77, 0x0100, 9, 9, 9, 9), ResponseCode.FORMERR));
        Assert.Equal((77, ResponseCode.FORMERR, 12), (answer.Id, answer.Code, answer.Length));
    }

    private static DnsQuery Query(string name, int? edns = null) => Assert.IsType<Reading.Accepted>(QueryReader.Read(DnsBytes.Query(name, ednsSize: (ushort?)edns))).Query;
}
