using Whelk.Cli.Run;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Run;

public sealed class VolumeSpecTests
{
    [Theory]
    [InlineData("/a:/b", "/a:/b", null)]
    [InlineData("/a:/b:ro,z", "/a:/b:ro,z", null)]
    [InlineData("data:/b", "data:/b", null)]
    [InlineData("./a:/b", "/home/me/a:/b", null)]
    [InlineData(".:/b", "/home/me:/b", null)]
    [InlineData("../a:/b:ro", "/home/a:/b:ro", null)]
    [InlineData("/b", null, "/b")]
    public void Parse_tells_binds_from_anonymous_volumes(string text, string? bind, string? anonymous) =>
        Assert.Equal(new VolumeSpec(bind, anonymous), VolumeSpec.Parse(text, "/home/me"));

    [Theory]
    [InlineData("", "invalid empty volume spec")]
    [InlineData("/a:", "invalid spec: /a:: empty section between colons")]
    [InlineData(":/b", "invalid spec: :/b: empty section between colons")]
    [InlineData("/a:/b:ro:x", "invalid volume specification: '/a:/b:ro:x'")]
    [InlineData("b", "invalid volume specification: 'b': invalid mount config for type \"volume\": invalid mount path: 'b' mount path must be absolute")]
    [InlineData("/a:./b", "invalid volume specification: '/a:./b': invalid mount config for type \"volume\": invalid mount path: './b' mount path must be absolute")]
    public void Parse_refuses_in_dockers_words(string text, string message) =>
        Assert.Equal(message, Assert.Throws<WhelkException>(() => VolumeSpec.Parse(text, "/home/me")).Message);
}
