using Whelk.Cli.Containers;
using Whelk.Cli.Tests.Support;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Containers;

public sealed class InstantTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("1700000000", "1700000000")]
    [InlineData("1700000000.5", "1700000000.5")]
    [InlineData("2024-05-06T11:59:00Z", "1714996740.000000000")]
    [InlineData("2024-05-06T13:59:00.25+02:00", "1714996740.250000000")]
    [InlineData("1960-01-01T00:00:00.5Z", "-315619199.500000000")]
    [InlineData("10m", "1714996200.000000000")]
    [InlineData("1h30m", "1714991400.000000000")]
    [InlineData("1.5s", "1714996798.500000000")]
    [InlineData("500ms", "1714996799.500000000")]
    public void Time_is_given_in_seconds(string? text, string? expected) => Assert.Equal(expected, Instant.ToUnix(text, Typed.Clock));

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow-ish")]
    [InlineData("10x")]
    [InlineData("m")]
    [InlineData("10m5")]
    [InlineData("1.2.3s")]
    [InlineData("99999999999999999999h")]
    public void Time_that_is_none_is_refused(string text)
    {
        var error = Assert.Throws<WhelkException>(() => Instant.ToUnix(text, Typed.Clock));

        Assert.Equal($"failed to parse value as time or duration: \"{text}\"", error.Message);
    }
}
