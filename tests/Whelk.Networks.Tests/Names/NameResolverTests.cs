using System.Net;
using Whelk.Networks.Names;
using Whelk.Networks.Names.Messages;
using Whelk.Networks.Tests.Support;
using Xunit;

namespace Whelk.Networks.Tests.Names;

public sealed class NameResolverTests
{
    private const int Success = 0x8180;
    private static readonly byte[] s_address = DnsBytes.Record(RecordType.A, [192, 0, 2, 7]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Known_name_has_its_address_for_ten_minutes(bool udp)
    {
        await using var server = new TestNameServer();
        server.Add("127.1.0.2", "web", "0123456789ab");

        foreach (var name in new[] { "web", "WEB", "0123456789ab" })
        {
            var answer = await DnsClient.AskAsync(null, server.EndPoint, name, udp: udp);
            Assert.Equal((DnsBytes.Id, ResponseCode.NOERROR, "127.1.0.2 600"), (answer!.Id, answer.Code, Assert.Single(answer.Records)));
        }
    }

    [Theory]
    [InlineData(28)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(65)]
    public async Task Known_name_has_no_records_of_another_type(int type)
    {
        await using var server = new TestNameServer();
        server.Add("127.1.0.2", "web");
        var answer = await DnsClient.AskAsync(null, server.EndPoint, "web", (RecordType)type);

        Assert.Equal(ResponseCode.NOERROR, answer!.Code);
        Assert.Empty(answer.Records);
    }

    [Fact]
    public async Task Address_of_the_subnet_has_a_name_or_does_not_exist()
    {
        await using var server = new TestNameServer();
        server.Add("127.1.0.2", "web");
        var known = await DnsClient.AskAsync(null, server.EndPoint, "2.0.1.127.in-addr.arpa", RecordType.PTR);
        var unknown = await DnsClient.AskAsync(null, server.EndPoint, "3.0.1.127.in-addr.arpa", RecordType.PTR);

        Assert.Equal("web. 600", Assert.Single(known!.Records));
        Assert.Equal(ResponseCode.NXDOMAIN, unknown!.Code);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("www.example.com")]
    [InlineData("1.2.0.192.in-addr.arpa")]
    public async Task Unknown_name_goes_to_the_hosts_resolver_under_another_id(string name)
    {
        using var resolver = new FakeResolver(question => [DnsBytes.Reply(question, Success, s_address)]);
        await using var server = new TestNameServer(null, resolver.EndPoint);
        var ids = new HashSet<int>();
        for (var i = 0; i < 4; i++)
        {
            var answer = await DnsClient.AskAsync(null, server.EndPoint, name);
            Assert.Equal((DnsBytes.Id, "192.0.2.7 60"), (answer!.Id, Assert.Single(answer.Records)));
            ids.Add(DnsAnswer.Parse(await resolver.AskedAsync()).Id);
        }

        Assert.True(ids.Count > 1, "the ids do not change");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Resolver_that_fails_is_followed_by_the_next(int code)
    {
        using var failing = new FakeResolver(question => [DnsBytes.Reply(question, Success | code)]);
        using var good = new FakeResolver(question => [DnsBytes.Reply(question, Success, s_address)]);
        await using var server = new TestNameServer(null, failing.EndPoint, good.EndPoint);

        Assert.Equal("192.0.2.7 60", Assert.Single((await DnsClient.AskAsync(null, server.EndPoint, "example.com"))!.Records));
        Assert.Equal(1, failing.Waiting);
    }

    [Fact]
    public async Task Resolver_that_knows_no_such_name_is_believed()
    {
        using var first = new FakeResolver(question => [DnsBytes.Reply(question, Success | 3)]);
        using var second = new FakeResolver(question => [DnsBytes.Reply(question, Success, s_address)]);
        await using var server = new TestNameServer(null, first.EndPoint, second.EndPoint);

        Assert.Equal(ResponseCode.NXDOMAIN, (await DnsClient.AskAsync(null, server.EndPoint, "example.com"))!.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_resolver_is_a_failure_at_once(bool udp)
    {
        IPEndPoint closed;
        using (var resolver = new FakeResolver(_ => []))
        {
            closed = resolver.EndPoint;
        }

        await using var server = new TestNameServer(null, closed);
        await using var none = new TestNameServer();

        Assert.Equal(ResponseCode.SERVFAIL, (await DnsClient.AskAsync(null, server.EndPoint, "example.com", udp: udp))!.Code);
        Assert.Equal(ResponseCode.SERVFAIL, (await DnsClient.AskAsync(null, none.EndPoint, "example.com", udp: udp))!.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silent_resolvers_are_a_failure_within_the_budget(bool udp)
    {
        using var first = new FakeResolver(_ => []);
        using var second = new FakeResolver(_ => []);
        await using var server = new TestNameServer(null, first.EndPoint, second.EndPoint);
        var asking = DnsClient.AskAsync(null, server.EndPoint, "example.com", udp: udp);
        await first.AskedAsync();
        server.Time.Advance(Forwarder.Budget / 2);
        await second.AskedAsync();
        server.Time.Advance(Forwarder.Budget / 2);

        Assert.Equal(ResponseCode.SERVFAIL, (await asking)!.Code);
    }

    [Fact]
    public async Task Forged_replies_are_passed_over()
    {
        using var resolver = new FakeResolver(question =>
        [
            [],
            DnsBytes.Reply([(byte)~question[0], .. question[1..]], Success, DnsBytes.Record(RecordType.A, [6, 6, 6, 6])),
            DnsBytes.Reply([.. question[..2], .. DnsBytes.Query("evil.com")[2..]], Success, DnsBytes.Record(RecordType.A, [6, 6, 6, 6])),
            DnsBytes.Reply(question, Success, s_address),
        ]);
        await using var server = new TestNameServer(null, resolver.EndPoint);

        Assert.Equal("192.0.2.7 60", Assert.Single((await DnsClient.AskAsync(null, server.EndPoint, "example.com"))!.Records));
    }

    [Fact]
    public async Task Truncated_reply_is_passed_on_and_is_whole_over_tcp()
    {
        using var resolver = new FakeResolver(question => [question.Length > 100 ? [] : DnsBytes.Reply(question, Success | 0x0200)]);
        using var whole = new FakeResolver(question => [DnsBytes.Reply(question, Success, [.. Enumerable.Repeat(s_address, 1000)])]);
        await using var server = new TestNameServer(null, resolver.EndPoint);
        await using var overTcp = new TestNameServer(null, whole.EndPoint);

        Assert.True((await DnsClient.AskAsync(null, server.EndPoint, "example.com"))!.IsTruncated);
        Assert.Equal(1000, (await DnsClient.AskAsync(null, overTcp.EndPoint, "example.com", udp: false))!.Records.Count);
    }

    [Theory]
    [InlineData(null, 60, 60)]
    [InlineData(null, 100, 0)]
    [InlineData(700, 60, 0)]
    [InlineData(65535, 60, 60)]
    [InlineData(65535, 100, 0)]
    public async Task Reply_longer_than_the_client_takes_is_truncated(int? edns, int sent, int received)
    {
        using var resolver = new FakeResolver(question => [DnsBytes.Reply(question, Success, [.. Enumerable.Repeat(s_address, sent)])]);
        await using var server = new TestNameServer(null, resolver.EndPoint);
        var answer = DnsAnswer.Parse((await DnsClient.SendAsync(null, server.EndPoint, DnsBytes.Query("example.com", ednsSize: (ushort?)edns)))!);

        Assert.Equal((received, received == 0), (answer.Records.Count, answer.IsTruncated));
        Assert.Equal(edns is { } size ? Math.Min(size, 1232) : null, DnsAnswer.Parse(await resolver.AskedAsync()).EdnsSize);
    }

    [Fact]
    public async Task Zone_transfer_is_refused()
    {
        await using var server = new TestNameServer();
        Assert.Equal(ResponseCode.REFUSED, (await DnsClient.AskAsync(null, server.EndPoint, "example.com", RecordType.AXFR, udp: false))!.Code);
    }

    [Fact]
    public async Task Client_outside_the_subnet_hears_nothing()
    {
        await using var server = new TestNameServer(IPNetwork.Parse("10.1.0.0/20"));
        server.Add("10.1.0.2", "web");
        Assert.Null(await DnsClient.AskAsync(null, server.EndPoint, "web", milliseconds: 300));
        Assert.Null(await DnsClient.AskAsync(null, server.EndPoint, "web", udp: false));
    }

    [Fact]
    public async Task Client_with_too_much_under_way_is_refused_and_hinders_nobody()
    {
        using var resolver = new FakeResolver(_ => []);
        await using var server = new TestNameServer(null, resolver.EndPoint);
        server.Add("127.1.0.2", "web");

        // They wait longer than clients do, for a host so busy that all of this takes seconds.
        var asking = Enumerable.Range(0, 64).Select(i => DnsClient.AskAsync(null, server.EndPoint, $"n{i}.example.com", milliseconds: 60_000)).ToList();
        for (var i = 0; i < asking.Count; i++)
        {
            await resolver.AskedAsync();
        }

        Assert.Equal(ResponseCode.REFUSED, (await DnsClient.AskAsync(null, server.EndPoint, "one.more.example.com"))!.Code);
        Assert.Single((await DnsClient.AskAsync(null, server.EndPoint, "web"))!.Records);
        server.Time.Advance(Forwarder.Budget);
        Assert.All(await Task.WhenAll(asking), answer => Assert.Equal(ResponseCode.SERVFAIL, answer!.Code));
    }

    [Fact]
    public async Task Connection_that_asks_nothing_is_closed()
    {
        await using var server = new TestNameServer();
        using var socket = Sockets.Make(null);
        await socket.ConnectAsync(server.EndPoint);
        var messages = new TcpMessages(socket);
        await messages.SendAsync(DnsBytes.Query("x"), CancellationToken.None);
        Assert.NotNull(await messages.ReceiveAsync(512, CancellationToken.None));
        await messages.SendAsync(DnsBytes.Query("y"), CancellationToken.None);
        Assert.NotNull(await messages.ReceiveAsync(512, CancellationToken.None));
        var closing = messages.ReceiveAsync(512, CancellationToken.None);
        await server.Time.AdvanceUntilAsync(closing, TcpService.Patience).WaitAsync(Sockets.Patience);

        Assert.Null(await closing);
    }

    [Fact]
    public async Task Connection_with_too_long_a_question_is_closed()
    {
        await using var server = new TestNameServer();
        Assert.Null(await DnsClient.SendAsync(null, server.EndPoint, new byte[5000], udp: false));
    }
}
