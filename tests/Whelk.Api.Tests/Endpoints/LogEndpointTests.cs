using System.Globalization;
using Whelk.Api.Endpoints;
using Whelk.Api.Http;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class LogEndpointTests
{
    [Theory]
    [InlineData("stdout=1", true, false, false, null)]
    [InlineData("stdout=1&stderr=1&follow=1&tail=5", true, true, true, 5)]
    [InlineData("stderr=true&tail=all", false, true, false, null)]
    [InlineData("stderr=true&tail=-1", false, true, false, null)]
    [InlineData("stderr=true&tail=0", false, true, false, 0)]
    public void Options_are_those_of_the_query(string query, bool stdout, bool stderr, bool follow, int? tail)
    {
        var options = LogEndpoint.Options(new QueryValues($"?{query}"));

        Assert.Equal((stdout, stderr, follow, tail, null), (options.Stdout, options.Stderr, options.Follow, options.Tail, options.Since));
    }

    [Fact]
    public void Options_without_a_stream_are_refused_in_dockers_words() => Assert.Equal(
        "Bad parameters: you must choose at least one stream", Assert.Throws<WhelkException>(() => LogEndpoint.Options(new QueryValues("?follow=1"))).Message);

    [Theory]
    [InlineData("1700000000", "2023-11-14T22:13:20.0000000+00:00")]
    [InlineData("1700000000.123456789", "2023-11-14T22:13:20.1234567+00:00")]
    [InlineData("-1.5", "1969-12-31T23:59:58.5000000+00:00")]
    [InlineData("2023-11-14T22:13:20Z", "2023-11-14T22:13:20.0000000+00:00")]
    [InlineData("2023-11-14T22:13:20%2B02:00", "2023-11-14T20:13:20.0000000+00:00")]
    public void Times_are_seconds_or_rfc_3339(string word, string expected)
    {
        var options = LogEndpoint.Options(new QueryValues($"?stdout=1&since={word}&until={word}"));

        Assert.Equal(expected, options.Since!.Value.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(options.Since, options.Until);
    }

    [Theory]
    [InlineData("yesterday-ish")]
    [InlineData("1e300")]
    [InlineData("NaN")]
    [InlineData("99999999999999")]
    [InlineData("99999999999999999999999999999999999")]
    public void Times_that_are_none_are_refused(string word)
    {
        var error = Assert.Throws<WhelkException>(() => LogEndpoint.Options(new QueryValues($"?stdout=1&since={word}")));

        Assert.Equal((ErrorCode.InvalidArgument, $"strconv.ParseInt: parsing \"{word}\": invalid syntax"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("2147483647", 1_000_000)]
    public void Grace_is_in_seconds_and_has_an_end(string word, int? seconds) =>
        Assert.Equal(seconds is { } known ? TimeSpan.FromSeconds(known) : null, ContainerEndpoints.Grace(new QueryValues($"?t={word}")));
}
