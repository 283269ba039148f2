using Whelk.Errors;
using Whelk.Oci.Digests;
using Xunit;

namespace Whelk.Oci.Tests.Digests;

public sealed class DigestTests
{
    private const string Empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void Of_no_bytes_is_the_known_digest()
    {
        Assert.Equal(Empty, Digest.Of([]).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")] // no algorithm
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")] // upper case
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")] // short
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555")] // long
    [InlineData("sha256:../../../../../../../../../../../../../../../../../../../../etc/pass")] // a path
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e")]
    public void Parse_anything_else_is_refused(string text)
    {
        var error = Assert.Throws<WhelkException>(() => Digest.Parse(text));
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public void Verify_other_content_is_corrupt()
    {
        var error = Assert.Throws<WhelkException>(() => Digest.Parse(Empty).Verify("x"u8));
        Assert.Equal(ErrorCode.Corrupt, error.Code);
    }
}
