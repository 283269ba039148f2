using Whelk.Api.Http;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Http;

public sealed class ApiPathTests
{
    [Theory]
    [InlineData("/_ping", "_ping", null)]
    [InlineData("/v1.45/_ping", "_ping", "1.45")]
    [InlineData("/v1.24/containers/json?all=1", "containers json", "1.24")]
    [InlineData("//v1.41//containers//json", "containers json", "1.41")]
    [InlineData("/v1/info", "info", "1")]
    [InlineData("/volumes", "volumes", null)]
    [InlineData("/version", "version", null)]
    [InlineData("/v1x/info", "v1x info", null)]
    [InlineData("/images/a%2Fb%3A1/json", "images a/b:1 json", null)]
    [InlineData("/", "", null)]
    [InlineData("", "", null)]
    [InlineData("/v1.45", "", "1.45")]
    public void Segments_are_decoded_and_without_the_version(string target, string segments, string? version)
    {
        Assert.Equal(segments, string.Join(' ', ApiPath.Segments(target)));
        Assert.Equal(version, ApiPath.Version(target));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1.24")]
    [InlineData("1.45")]
    [InlineData("1.45.0")]
    [InlineData("1.041")]
    public void Version_that_is_spoken_passes(string? version) => ApiVersion.Check(version);

    [Theory]
    [InlineData("1.46")]
    [InlineData("2")]
    [InlineData("1.45.1")]
    [InlineData("1.99999999999")]
    public void Version_that_is_newer_is_refused_in_dockers_words(string version)
    {
        var error = Assert.Throws<WhelkException>(() => ApiVersion.Check(version));

        Assert.Equal((ErrorCode.InvalidArgument, $"client version {version} is too new. Maximum supported API version is 1.45"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("1.23")]
    [InlineData("1.5")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("1..")]
    public void Version_that_is_older_is_refused_in_dockers_words(string version) => Assert.Equal(
        $"client version {version} is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version",
        Assert.Throws<WhelkException>(() => ApiVersion.Check(version)).Message);
}
