using Whelk.Engine.Health;
using Whelk.Errors;
using Whelk.Oci.Images;
using Xunit;

namespace Whelk.Engine.Tests.Health;

public sealed class HealthCheckTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Defaults_are_dockers()
    {
        var check = HealthCheck.Of(new ImageHealthcheck { Test = ["CMD-SHELL", "curl -f localhost"] })!;

        Assert.Equal(["/bin/sh", "-c", "curl -f localhost"], check.Command);
        Assert.Equal((30.0, 30.0, 0.0, 5.0, 3), (check.Interval.TotalSeconds, check.Timeout.TotalSeconds, check.StartPeriod.TotalSeconds, check.StartInterval.TotalSeconds, check.Retries));
    }

    [Theory]
    [InlineData]
    [InlineData("NONE")]
    [InlineData("CMD")]
    [InlineData("CMD-SHELL")]
    [InlineData("SOMETHING", "else")]
    public void What_is_no_check_is_none(params string[] test) => Assert.Null(HealthCheck.Of(new ImageHealthcheck { Test = test }));

    [Fact]
    public void Request_wins_and_the_image_fills_the_gaps()
    {
        var merged = HealthCheck.Merge(new ImageHealthcheck { Interval = Second, Retries = 0 }, new ImageHealthcheck { Test = ["CMD", "a"], Interval = 9 * Second, Retries = 7 })!;

        Assert.Equal(("a", Second, 7), (merged.Test![1], merged.Interval, merged.Retries));
        Assert.Null(HealthCheck.Merge(new ImageHealthcheck { Interval = Second }, null));
        Assert.Null(HealthCheck.Of(HealthCheck.Merge(new ImageHealthcheck { Test = ["NONE"] }, merged)));
    }

    [Theory]
    [InlineData("CMD", 1, 0, "Interval in Healthcheck cannot be less than 1ms")]
    [InlineData("CMD", 0, -1, "Retries in Healthcheck cannot be negative")]
    [InlineData("RUN", 0, 0, "Unknown healthcheck type 'RUN' (expected 'CMD', 'CMD-SHELL' or 'NONE')")]
    public void Request_that_cannot_be_is_refused(string type, long interval, int retries, string words) => Assert.Equal(
        words,
        Assert.Throws<WhelkException>(() => HealthCheck.Merge(new ImageHealthcheck { Test = [type, "x"], Interval = interval, Retries = retries }, null)).Message);

    [Fact]
    public void Image_that_asks_for_centuries_gets_a_month() =>
        Assert.Equal(30, HealthCheck.Of(new ImageHealthcheck { Test = ["CMD", "x"], Interval = long.MaxValue })!.Interval.TotalDays);
}
