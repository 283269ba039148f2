using CsCheck;
using Whelk.Networks.Names.Messages;
using Xunit;

namespace Whelk.Networks.Tests.Names.Messages;

public sealed class DnsNameTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void TryEncode_of_what_is_no_name_is_null(string text) => Assert.Null(DnsName.TryEncode(text));

    [Fact]
    public void TryEncode_and_TryRead_are_each_others_inverse() =>
        Gen.Char["abcxyz019_-"].Array[1, 63].Array[1, 4].Sample(labels =>
        {
            var text = string.Join('.', labels.Select(label => new string(label)));
            var bytes = DnsName.TryEncode(text);
            if (text.Length + 2 > 255)
            {
                Assert.Null(bytes);
                return;
            }

            var offset = 0;
            Assert.True(DnsName.TryRead(bytes, ref offset, out var read));
            Assert.Equal((text, bytes!.Length), (read, offset));
        });

    [Fact]
    public void TrySkip_of_any_bytes_ends_within_them() =>
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            var offset = 0;
            Assert.True(!DnsName.TrySkip(bytes, ref offset) || offset <= bytes.Length);
        });
}
