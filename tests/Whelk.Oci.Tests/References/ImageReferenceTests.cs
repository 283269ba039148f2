using CsCheck;
using Whelk.Errors;
using Whelk.Oci.References;
using Xunit;

namespace Whelk.Oci.Tests.References;

public sealed class ImageReferenceTests
{
    private const string Sum = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static readonly string[] Domains = ["", "localhost/", "localhost:5000/", "ghcr.io/", "docker.io/", "index.docker.io/"];

    [Theory]
    [InlineData("redis", "docker.io/library/redis:latest", "redis:latest")]
    [InlineData("redis:7", "docker.io/library/redis:7", "redis:7")]
    [InlineData("library/redis", "docker.io/library/redis:latest", "redis:latest")]
    [InlineData("docker.io/redis", "docker.io/library/redis:latest", "redis:latest")]
    [InlineData("index.docker.io/redis", "docker.io/library/redis:latest", "redis:latest")]
    [InlineData("whelk/base", "docker.io/whelk/base:latest", "whelk/base:latest")]
    [InlineData("localhost/x", "localhost/x:latest", "localhost/x:latest")]
    [InlineData("localhost:5000/x:1", "localhost:5000/x:1", "localhost:5000/x:1")]
    [InlineData("[::1]:5000/x", "[::1]:5000/x:latest", "[::1]:5000/x:latest")]
    [InlineData("ghcr.io/a/b_c__d---e.f:V1.0_x", "ghcr.io/a/b_c__d---e.f:V1.0_x", "ghcr.io/a/b_c__d---e.f:V1.0_x")]
    [InlineData("Host/x", "Host/x:latest", "Host/x:latest")]
    [InlineData("a@" + Sum, "docker.io/library/a@" + Sum, "a@" + Sum)]
    [InlineData("a:1@" + Sum, "docker.io/library/a:1@" + Sum, "a:1@" + Sum)]
    public void Parse_normalises_as_Docker_does(string text, string full, string familiar)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal(full, reference.ToString());
        Assert.Equal(familiar, reference.Familiar);
        Assert.Equal(reference, ImageReference.Parse(full));
        Assert.Equal(reference, ImageReference.Parse(familiar));
    }

    [Theory]
    [InlineData("empty", "", "invalid reference format")]
    [InlineData("only a tag", ":latest", "invalid reference format")]
    [InlineData("empty tag", "a:", "invalid reference format")]
    [InlineData("two tags", "a:1:2", "invalid reference format")]
    [InlineData("parent directory", "../../etc/passwd", "invalid reference format")]
    [InlineData("parent inside", "a/../b", "invalid reference format")]
    [InlineData("absolute", "/a", "invalid reference format")]
    [InlineData("trailing slash", "a/", "invalid reference format")]
    [InlineData("double slash", "a//b", "invalid reference format")]
    [InlineData("three underscores", "a___b", "invalid reference format")]
    [InlineData("leading dash", "-a", "invalid reference format")]
    [InlineData("space", "a b", "invalid reference format")]
    [InlineData("newline at the end", "a\n", "invalid reference format")]
    [InlineData("nul", "a\0b", "invalid reference format")]
    [InlineData("letters that look alike", "r\u0435dis", "invalid reference format")]
    [InlineData("digit that is not ASCII", "a\u0661", "invalid reference format")]
    [InlineData("scheme", "https://a/b", "invalid reference format")]
    [InlineData("tag that is a path", "a:../x", "invalid reference format")]
    [InlineData("short digest", "a@sha256:abc", "invalid reference format")]
    [InlineData("digest of another kind", "a@md5:d41d8cd98f00b204e9800998ecf8427e", "invalid checksum digest format")]
    [InlineData("upper case", "Redis", "invalid reference format: repository name (library/Redis) must be lowercase")]
    [InlineData("upper case in the path", "ghcr.io/A/b:1", "invalid reference format: repository name (A/b) must be lowercase")]
    [InlineData(
        "an id",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "invalid repository name (e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855), cannot specify 64-byte hexadecimal strings")]
    public void Parse_refuses_in_Dockers_words(string trick, string text, string message)
    {
        var error = Assert.Throws<WhelkException>(() => ImageReference.Parse(text));

        Assert.True(error.Message == message, $"{trick}: {error.Message}");
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public void Parse_long_repository_is_refused()
    {
        var error = Assert.Throws<WhelkException>(() => ImageReference.Parse("x.io/" + new string('a', 256)));
        Assert.Equal("repository name must not be more than 255 characters", error.Message);
    }

    [Fact]
    public void Parse_huge_text_is_refused_at_once()
    {
        Assert.Throws<WhelkException>(() => ImageReference.Parse(string.Concat(Enumerable.Repeat("a-", 1_000_000))));
    }

    [Fact]
    public void Parse_tag_of_129_characters_is_refused()
    {
        Assert.Equal(128, ImageReference.Parse("a:" + new string('b', 128)).Tag!.Length);
        Assert.Throws<WhelkException>(() => ImageReference.Parse("a:" + new string('b', 129)));
    }

    [Fact]
    public void Parse_of_what_was_printed_gives_the_same()
    {
        var component = Gen.Char["abz09"].Array[1, 8].Select(c => new string(c));
        var path = component.Array[1, 4].Select(parts => string.Join('/', parts));
        var domain = Gen.Int[0, 5].Select(i => Domains[i]);
        var tag = Gen.Bool.SelectMany(present => component.Select(text => present ? ":" + text : ""));
        var digest = Gen.Bool.Select(present => present ? "@" + Sum : "");

        Gen.Select(domain, path, tag, digest, (d, p, t, g) => d + p + t + g).Sample(text =>
        {
            var reference = ImageReference.Parse(text);
            return reference == ImageReference.Parse(reference.ToString()) && reference == ImageReference.Parse(reference.Familiar);
        });
    }

    [Fact]
    public void Parse_any_text_parses_or_is_refused_with_a_code()
    {
        Gen.String.Sample(text =>
        {
            if (ImageReference.TryParse(text, out var reference))
            {
                Assert.Equal(reference, ImageReference.Parse(reference!.ToString()));
            }
        });
    }

    [Theory]
    [InlineData("redis", null, "redis:latest")]
    [InlineData("redis", "", "redis:latest")]
    [InlineData("redis", "7", "redis:7")]
    [InlineData("redis:6", "7", "redis:7")]
    [InlineData("localhost:5000/redis", "7", "localhost:5000/redis:7")]
    [InlineData("redis", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "redis@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Parse_of_a_repository_and_a_tag_joins_them(string repository, string? tag, string expected) => Assert.Equal(expected, ImageReference.Parse(repository, tag).Familiar);

    [Theory]
    [InlineData("redis", "-7", "invalid tag format")]
    [InlineData("redis", "a/b", "invalid tag format")]
    [InlineData("redis", "a@b", "invalid tag format")]
    [InlineData("UPPER", "7", "invalid reference format: repository name (library/UPPER) must be lowercase")]
    public void Parse_of_a_repository_and_a_tag_refuses_in_Dockers_words(string repository, string tag, string message) =>
        Assert.Equal(message, Assert.Throws<WhelkException>(() => ImageReference.Parse(repository, tag)).Message);
}
