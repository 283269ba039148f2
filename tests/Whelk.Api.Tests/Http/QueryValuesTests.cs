using Whelk.Api.Http;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Http;

public sealed class QueryValuesTests
{
    [Theory]
    [InlineData("/x?name=web", "web")]
    [InlineData("?name=web&name=other", "web")]
    [InlineData("?a=b&name=w%26b", "w&b")]
    [InlineData("?name=a+b%2Bc", "a b+c")]
    [InlineData("?name=a=b=c", "a=b=c")]
    [InlineData("?name=", "")]
    [InlineData("?name", "")]
    [InlineData("?n%61me=web", "web")]
    [InlineData("?name=%zz", "%zz")]
    [InlineData("?&&name=web&", "web")]
    [InlineData("?Name=web", null)]
    [InlineData("name=web", null)]
    [InlineData("", null)]
    public void Value_is_decoded_and_the_first_counts(string target, string? expected) => Assert.Equal(expected, new QueryValues(target)["name"]);

    [Fact]
    public void All_values_of_a_name_are_there_in_order() => Assert.Equal(["CMD a", "ENV b"], new QueryValues("?changes=CMD+a&x=1&changes=ENV%20b").All("changes"));

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("yes", true)]
    [InlineData("anything", true)]
    [InlineData("", false)]
    [InlineData("0", false)]
    [InlineData("no", false)]
    [InlineData("FALSE", false)]
    [InlineData("none", false)]
    [InlineData("%20false%20", false)]
    public void Flag_is_read_as_docker_reads_it(string word, bool expected)
    {
        Assert.Equal(expected, new QueryValues($"?all={word}").Flag("all"));
        Assert.False(new QueryValues("?other=1").Flag("all"));
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("-1", -1)]
    [InlineData("", null)]
    public void Number_is_read(string word, int? expected) => Assert.Equal(expected, new QueryValues($"?t={word}").Number("t"));

    [Theory]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("0x10")]
    [InlineData("9999999999")]
    public void Number_that_is_none_is_refused(string word) =>
        Assert.Equal($"strconv.Atoi: parsing \"{word}\": invalid syntax", Assert.Throws<WhelkException>(() => new QueryValues($"?t={word}").Number("t")).Message);

    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "")]
    [InlineData("{\"label\":[\"a=b\",\"c\"]}", "label:a=b,c")]
    [InlineData("{\"label\":{\"a=b\":true,\"c\":true}}", "label:a=b,c")]
    [InlineData("{\"label\":{\"a=[x]\":true}}", "label:a=[x]")]
    [InlineData("{\"id\":[\"1\"],\"name\":{\"web\":true}}", "id:1;name:web")]
    [InlineData("{\"id\":[]}", "id:")]
    public void Filters_are_read_in_both_shapes(string json, string expected) =>
        Assert.Equal(expected, string.Join(';', Filters(json).Select(filter => $"{filter.Key}:{string.Join(',', filter.Value)}")));

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"label\"")]
    [InlineData("{\"label\":null}")]
    [InlineData("{\"label\":\"a\"}")]
    [InlineData("{\"label\":[1]}")]
    [InlineData("{\"label\":[null]}")]
    [InlineData("{\"label\":[\"a\"],\"label\":[\"b\"]}")]
    public void Filters_of_another_shape_are_refused(string json)
    {
        var error = Assert.Throws<WhelkException>(() => Filters(json));

        Assert.Equal((ErrorCode.InvalidArgument, "invalid filter"), (error.Code, error.Message));
    }

    [Fact]
    public void Filter_that_is_not_known_is_refused()
    {
        var query = new QueryValues("?filters=%7B%22colour%22%3A%5B%22x%22%5D%7D");

        Assert.Single(query.Filters("colour"));
        Assert.Equal("invalid filter 'colour'", Assert.Throws<WhelkException>(() => query.Filters("color")).Message);
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Filters(string json) => new QueryValues($"?filters={Uri.EscapeDataString(json)}").Filters();
}
