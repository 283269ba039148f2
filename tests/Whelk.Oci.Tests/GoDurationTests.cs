using Xunit;

namespace Whelk.Oci.Tests;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("24h", 86400)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5s", 1.5)]
    [InlineData("300ms", 0.3)]
    public void Duration_is_read(string text, double seconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds, 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("24")]
    [InlineData("h")]
    [InlineData("1d")]
    [InlineData("-1h")]
    [InlineData("99999999999999h")]
    public void What_is_none_is_refused(string text) => Assert.False(GoDuration.TryParse(text, out _));
}
