using Whelk.Api.Http;
using Xunit;

namespace Whelk.Api.Tests.Http;

public sealed class ApiRouteTests
{
    [Theory]
    [InlineData("/containers/json", "containers json", "")]
    [InlineData("/containers/{id}/json", "containers abc json", "abc")]
    [InlineData("/images/{name*}/json", "images whelk base json", "whelk/base")]
    [InlineData("/images/{name*}/json", "images host:5000 a b c json", "host:5000/a/b/c")]
    [InlineData("/images/{name*}", "images one", "one")]
    [InlineData("/exec/{id}/{what}", "exec 1 resize", "1,resize")]
    public void Match_gives_the_placeholders_values(string pattern, string segments, string values) =>
        Assert.Equal(values, string.Join(',', Match(pattern, segments)!));

    [Theory]
    [InlineData("/containers/json", "containers")]
    [InlineData("/containers/json", "containers json more")]
    [InlineData("/containers/{id}/json", "containers abc")]
    [InlineData("/containers/{id}/json", "containers abc logs")]
    [InlineData("/images/{name*}/json", "images json")]
    [InlineData("/images/{name*}/json", "images a b history")]
    [InlineData("/images/{name*}", "images")]
    [InlineData("/containers/json", "Containers json")]
    public void Match_of_another_path_is_null(string pattern, string segments) => Assert.Null(Match(pattern, segments));

    private static IReadOnlyList<string>? Match(string pattern, string segments) =>
        new ApiRoute("GET", pattern, _ => Task.CompletedTask).Match(segments.Split(' '));
}
