using System.Buffers;
using System.Text;
using CsCheck;
using Whelk.Api.Hijacking;
using Xunit;

namespace Whelk.Api.Tests.Hijacking;

public sealed class BodyFramingTests
{
    private const string Next = "GET / HTTP/1.1\r\n\r\n";

    [Theory]
    [InlineData("no body", "Host: x", "")]
    [InlineData("a length", "Content-Length: 5", "hello")]
    [InlineData("a length of zero", "Content-Length: 0", "")]
    [InlineData("chunks", "Transfer-Encoding: chunked", "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n")]
    [InlineData("chunks alone at the end", "Transfer-Encoding: chunked", "0\r\n\r\n")]
    [InlineData("chunks with extensions", "Transfer-Encoding: chunked", "5;name=value\r\nhello\r\n0;last\r\n\r\n")]
    [InlineData("chunks with trailers", "Transfer-Encoding: chunked", "2\r\nhi\r\n0\r\nExpires: never\r\nX: y\r\n\r\n")]
    [InlineData("chunks in capitals and with zeros", "Transfer-Encoding: chunked", "00A\r\n0123456789\r\n0\r\n\r\n")]
    [InlineData("chunks that look like a head", "Transfer-Encoding: chunked", "14\r\nPOST / HTTP/1.1\r\n\r\n\r\n\r\n0\r\n\r\n")]
    [InlineData("chunks win over a length", "Content-Length: 3\r\nTransfer-Encoding: chunked", "2\r\nhi\r\n0\r\n\r\n")]
    public void Body_ends_where_the_next_request_begins(string trick, string header, string body)
    {
        var framing = Framing(header);
        var length = framing.Advance(Bytes(body + Next));

        Assert.True(framing.IsDone && length == body.Length, $"{trick}: {length} of {body.Length}");
        Assert.Equal(0, framing.Advance(Bytes(Next)));
    }

    [Fact]
    public void Body_in_any_parts_ends_at_the_same_place()
    {
        const string Body = "5;x\r\nhello\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: t\r\n\r\n";
        Gen.Int[1, 7].Sample(size =>
        {
            var framing = Framing("Transfer-Encoding: chunked");
            var all = Encoding.ASCII.GetBytes(Body + Next);
            var taken = 0L;
            for (var at = 0; at < all.Length && !framing.IsDone; at += size)
            {
                taken += framing.Advance(new ReadOnlySequence<byte>(all.AsMemory(at, Math.Min(size, all.Length - at))));
            }

            return framing.IsDone && taken == Body.Length;
        });
    }

    [Theory]
    [InlineData("Content-Length: 100", "hello")]
    [InlineData("Transfer-Encoding: chunked", "5\r\nhel")]
    [InlineData("Transfer-Encoding: chunked", "5\r\nhello\r\n")]
    [InlineData("Transfer-Encoding: chunked", "0\r\nTrailer: x\r\n")]
    [InlineData("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFF\r\nhello")]
    public void Body_that_has_not_ended_goes_on(string header, string body)
    {
        var framing = Framing(header);

        Assert.Equal(body.Length, framing.Advance(Bytes(body)));
        Assert.False(framing.IsDone);
    }

    [Fact]
    public void Hostile_chunk_sizes_never_throw_and_never_take_more_than_there_is() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var framing = Framing("Transfer-Encoding: chunked");
        return framing.Advance(new ReadOnlySequence<byte>(bytes)) is var taken && taken >= 0 && taken <= bytes.Length;
    });

    private static BodyFraming Framing(string header) => new(RequestHead.TryParse(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\n{header}"))!);

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.ASCII.GetBytes(text));
}
