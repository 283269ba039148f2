using Whelk.Api.Endpoints;
using Whelk.Engine.Health;
using Whelk.Engine.Workloads;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class StatusTextTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(30);

    [Theory]
    [InlineData("00:00:00.999", "Less than a second")]
    [InlineData("-00:00:05", "Less than a second")]
    [InlineData("00:00:01.999", "1 second")]
    [InlineData("00:00:02", "2 seconds")]
    [InlineData("00:00:59.999", "59 seconds")]
    [InlineData("00:01:00", "About a minute")]
    [InlineData("00:01:59", "About a minute")]
    [InlineData("00:02:00", "2 minutes")]
    [InlineData("00:59:59", "59 minutes")]
    [InlineData("01:00:00", "About an hour")]
    [InlineData("01:29:59", "About an hour")]
    [InlineData("01:30:00", "2 hours")]
    [InlineData("02:30:00", "3 hours")]
    [InlineData("1.23:29:59", "47 hours")]
    [InlineData("1.23:30:00", "2 days")]
    [InlineData("13.23:00:00", "13 days")]
    [InlineData("14.00:00:00", "2 weeks")]
    [InlineData("59.23:00:00", "8 weeks")]
    [InlineData("60.00:00:00", "2 months")]
    [InlineData("729.00:00:00", "24 months")]
    [InlineData("730.00:00:00", "2 years")]
    public void Span_is_said_as_docker_says_it(string span, string expected) => Assert.Equal(expected, HumanDuration.Of(TimeSpan.Parse(span)));

    [Fact]
    public void State_is_said_as_docker_says_it()
    {
        Assert.Equal("Created", StatusText.Of(new WorkloadState.Created(), null, Now));
        Assert.Equal("Up 3 minutes", StatusText.Of(new WorkloadState.Running(1, 2, Now.AddMinutes(-3)), null, Now));
        Assert.Equal("Up 3 minutes (health: starting)", StatusText.Of(new WorkloadState.Running(1, 2, Now.AddMinutes(-3)), HealthState.Begin, Now));
        Assert.Equal("Up 3 minutes (Paused)", StatusText.Of(new WorkloadState.Running(1, 2, Now.AddMinutes(-3), Paused: true), HealthState.Begin, Now));
        Assert.Equal("Exited (0) 2 seconds ago", StatusText.Of(new WorkloadState.Exited(0, null, Now.AddSeconds(-2), string.Empty), null, Now));
        Assert.Equal("Exited (137) About an hour ago", StatusText.Of(new WorkloadState.Exited(137, null, Now.AddHours(-1), string.Empty), null, Now));
        Assert.Equal("Removal In Progress", StatusText.Of(new WorkloadState.Removing(0), null, Now));
    }
}
