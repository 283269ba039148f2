using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Whelk.Api.Hijacking;
using Xunit;

namespace Whelk.Api.Tests.Hijacking;

public sealed class HijackMiddlewareTests
{
    private const string Take = "POST /take HTTP/1.1\r\nContent-Length: 4\r\n\r\n";
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly FakeHandler _handler = new();
    private string _kestrelSaw = string.Empty;

    [Theory]
    [InlineData("a plain request", "GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("two in a row", "GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n")]
    [InlineData("a body that looks like a head", "POST /x HTTP/1.1\r\nContent-Length: 42\r\n\r\n" + Take)]
    [InlineData("chunks that look like a head", "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2a\r\n" + Take + "\r\n0\r\n\r\n")]
    [InlineData("another method", "GET /take HTTP/1.1\r\n\r\n")]
    [InlineData("no HTTP", "hello\r\n\r\nworld")]
    [InlineData("an old version", "POST /take HTTP/1.0\r\n\r\n")]
    [InlineData("half a head", "POST /take HTTP/1.1\r\nHost")]
    [InlineData("half a body", "POST /x HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf")]
    [InlineData("nothing", "")]
    public async Task Everything_else_reaches_kestrel_byte_for_byte(string trick, string sent)
    {
        var answer = await ServeAsync(Encoding.ASCII.GetBytes(sent).Chunk(7));

        Assert.True(sent == _kestrelSaw, $"{trick}: {_kestrelSaw}");
        Assert.Equal("kestrel", answer);
        Assert.Null(_handler.Taken);
    }

    [Fact]
    public async Task Lines_without_a_carriage_return_reach_kestrel_with_one()
    {
        foreach (var size in new[] { 1, 5, 1000 })
        {
            var test = new HijackMiddlewareTests();
            await test.ServeAsync(Encoding.ASCII.GetBytes("GET /a HTTP/1.1\r\nHost: x\nConnection: close\n\r\nPOST /b HTTP/1.1\nContent-Length: 4\n\n\n\n\n\n").Chunk(size));

            Assert.Equal("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 4\r\n\r\n\n\n\n\n", test._kestrelSaw);
        }
    }

    [Fact]
    public async Task Request_without_carriage_returns_is_taken_over()
    {
        await ServeAsync([Encoding.ASCII.GetBytes(Take.Replace("\r", string.Empty, StringComparison.Ordinal) + "body")]);

        Assert.Equal(("/take", 4L), (_handler.Taken!.Head.Target, _handler.Taken.Head.ContentLength));
    }

    [Fact]
    public async Task Head_that_never_ends_is_left_to_kestrel()
    {
        var head = "GET / HTTP/1.1\r\nX: " + new string('x', 40_000);
        await ServeAsync([Encoding.ASCII.GetBytes(head)]);

        Assert.Equal(head.Length, _kestrelSaw.Length);
    }

    [Theory]
    [InlineData("first", "")]
    [InlineData("after others", "GET /_ping HTTP/1.1\r\n\r\nPOST /x HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("after chunks", "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")]
    public async Task Request_is_taken_over_with_its_body_and_what_follows(string trick, string before)
    {
        foreach (var size in new[] { 1, 5, 1000 })
        {
            var test = new HijackMiddlewareTests();
            var answer = await test.ServeAsync(Encoding.ASCII.GetBytes(before + Take + "bodyAND MORE\r\n\r\n").Chunk(size));

            Assert.True(test._kestrelSaw == before, $"{trick}: {test._kestrelSaw}");
            Assert.Equal(("/take", 4L), (test._handler.Taken!.Head.Target, test._handler.Taken.Head.ContentLength));
            Assert.Equal("bodyAND MORE\r\n\r\n", test._handler.Rest);
            Assert.Equal("kestreltaken", answer);
        }
    }

    private async Task<string> ServeAsync(IEnumerable<byte[]> parts)
    {
        var connection = new DefaultConnectionContext("test", new DuplexPipe(_toServer.Reader, _toClient.Writer), new DuplexPipe(_toClient.Reader, _toServer.Writer));
        var serving = new HijackMiddleware(KestrelAsync, _handler).OnConnectionAsync(connection);
        foreach (var part in parts)
        {
            await _toServer.Writer.WriteAsync(part);
        }

        await _toServer.Writer.CompleteAsync();
        await serving;
        return await new StreamReader(_toClient.Reader.AsStream()).ReadToEndAsync();
    }

    /// <summary>Reads all, answers once, and ends the connection as Kestrel does.</summary>
    private async Task KestrelAsync(ConnectionContext connection)
    {
        _kestrelSaw = await new StreamReader(connection.Transport.Input.AsStream(leaveOpen: true), Encoding.ASCII).ReadToEndAsync();
        await connection.Transport.Output.WriteAsync("kestrel"u8.ToArray());
        await connection.Transport.Output.CompleteAsync();
        await connection.Transport.Input.CompleteAsync();
    }
}
