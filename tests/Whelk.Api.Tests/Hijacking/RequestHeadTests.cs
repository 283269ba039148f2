using System.Text;
using Whelk.Api.Hijacking;
using Xunit;

namespace Whelk.Api.Tests.Hijacking;

public sealed class RequestHeadTests
{
    [Fact]
    public void Head_has_method_target_and_headers_whatever_their_case()
    {
        var head = Parse("POST /v1.45/containers/x/attach?stream=1 HTTP/1.1\r\nHost: docker\r\nconnection:Upgrade\r\nUPGRADE:  tcp \r\ncontent-length: 12")!;

        Assert.Equal(("POST", "/v1.45/containers/x/attach?stream=1"), (head.Method, head.Target));
        Assert.Equal(("docker", "tcp"), (head.Headers["HOST"], head.Headers["upgrade"]));
        Assert.True(head.WantsUpgrade);
        Assert.Equal((12L, false), (head.ContentLength, head.IsChunked));
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("one word", "GET")]
    [InlineData("no version", "GET /")]
    [InlineData("an old version", "GET / HTTP/1.0")]
    [InlineData("a new version", "PRI * HTTP/2.0")]
    [InlineData("a blank in the target", "GET /a b HTTP/1.1")]
    [InlineData("two blanks", "GET  / HTTP/1.1")]
    [InlineData("an empty line first", "\r\nGET / HTTP/1.1")]
    [InlineData("bytes of TLS", "\u0016\u0003\u0001\u0002")]
    public void Head_that_is_none_is_left_to_kestrel(string trick, string text) => Assert.True(Parse(text) is null, trick);

    [Theory]
    [InlineData("Content-Length: 5", 5, false)]
    [InlineData("Content-Length: -5", 0, false)]
    [InlineData("Content-Length: x", 0, false)]
    [InlineData("Content-Length: 99999999999999999999", 0, false)]
    [InlineData("Content-Length:", 0, false)]
    [InlineData("Transfer-Encoding: chunked", 0, true)]
    [InlineData("Transfer-Encoding: gzip, Chunked", 0, true)]
    [InlineData("Transfer-Encoding: identity", 0, false)]
    [InlineData("no colon at all", 0, false)]
    [InlineData(": no name", 0, false)]
    public void Length_that_cannot_be_read_is_none(string header, long length, bool chunked)
    {
        var head = Parse($"POST / HTTP/1.1\r\n{header}")!;

        Assert.Equal((length, chunked), (head.ContentLength, head.IsChunked));
    }

    private static RequestHead? Parse(string text) => RequestHead.TryParse(Encoding.Latin1.GetBytes(text));
}
