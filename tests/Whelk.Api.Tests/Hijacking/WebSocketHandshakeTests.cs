using System.Text;
using Whelk.Api.Hijacking;
using Xunit;

namespace Whelk.Api.Tests.Hijacking;

public sealed class WebSocketHandshakeTests
{
    [Fact]
    public void AnswerTo_is_that_of_the_specification() => Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketHandshake.AnswerTo("dGhlIHNhbXBsZSBub25jZQ=="));

    [Theory]
    [InlineData("Upgrade: WebSocket\r\nSec-WebSocket-Key: x", true)]
    [InlineData("Upgrade: tcp\r\nSec-WebSocket-Key: x", false)]
    [InlineData("Upgrade: websocket", false)]
    public void IsAskedFor_upgrade_and_key_are_needed(string headers, bool expected) =>
        Assert.Equal(expected, WebSocketHandshake.IsAskedFor(RequestHead.TryParse(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\n{headers}"))!));
}
