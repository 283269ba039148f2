using Whelk.Engine.Restarts;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Restarts;

public sealed class RestartPolicyTests
{
    [Theory]
    [InlineData("no", 0, 1, 0, false, false)]
    [InlineData("always", 0, 0, 99, false, true)]
    [InlineData("always", 0, 0, 0, true, false)]
    [InlineData("unless-stopped", 0, 0, 0, false, true)]
    [InlineData("unless-stopped", 0, 0, 0, true, false)]
    [InlineData("on-failure", 0, 0, 0, false, false)]
    [InlineData("on-failure", 0, 1, 1000, false, true)]
    [InlineData("on-failure", 2, 1, 1, false, true)]
    [InlineData("on-failure", 2, 1, 2, false, false)]
    public void Restart_is_wanted(string name, int most, int exitCode, int restarts, bool stopped, bool wanted) =>
        Assert.Equal(wanted, RestartPolicy.Parse(name, most).WantsRestart(exitCode, restarts, stopped));

    [Theory]
    [InlineData("always", 0, true, true)]
    [InlineData("unless-stopped", 0, true, false)]
    [InlineData("unless-stopped", 0, false, true)]
    [InlineData("on-failure", 1, false, true)]
    [InlineData("on-failure", 0, false, false)]
    [InlineData("", 1, false, false)]
    public void Start_with_the_daemon_is_wanted(string name, int exitCode, bool stopped, bool wanted) =>
        Assert.Equal(wanted, RestartPolicy.Parse(name, 0).WantsStart(exitCode, stopped));

    [Theory]
    [InlineData("sometimes", 0, "invalid restart policy: unknown policy 'sometimes'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'")]
    [InlineData("always", 3, "invalid restart policy: maximum retry count can only be used with 'on-failure'")]
    [InlineData("on-failure", -1, "invalid restart policy: maximum retry count cannot be negative")]
    public void Policy_that_is_none_is_refused(string name, int most, string words) =>
        Assert.Equal(words, Assert.Throws<WhelkException>(() => RestartPolicy.Parse(name, most)).Message);

    [Fact]
    public void Delay_doubles_to_a_minute_and_begins_again_after_a_run_that_lasted()
    {
        var backoff = new RestartBackoff();
        var brief = TimeSpan.FromSeconds(1);

        Assert.Equal([0.1, 0.2, 0.4], Enumerable.Range(0, 3).Select(_ => backoff.Next(brief).TotalSeconds));
        Assert.Equal(60, Enumerable.Range(0, 20).Select(_ => backoff.Next(brief).TotalSeconds).ToList()[^1]);
        Assert.Equal(0.1, backoff.Next(TimeSpan.FromSeconds(10)).TotalSeconds);
        Assert.Equal(24, backoff.Count);
    }
}
