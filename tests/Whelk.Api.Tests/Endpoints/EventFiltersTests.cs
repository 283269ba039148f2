using Whelk.Api.Endpoints;
using Whelk.Engine.Events;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class EventFiltersTests
{
    private static readonly EngineEvent Exec = new(
        EngineEvent.Container,
        "exec_start: sh -c true",
        "abcdef",
        new Dictionary<string, string> { ["name"] = "web", ["image"] = "whelk/base", ["color"] = "red" },
        DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("type", "container", true)]
    [InlineData("type", "image", false)]
    [InlineData("event", "exec_start", true)]
    [InlineData("event", "exec", false)]
    [InlineData("container", "web", true)]
    [InlineData("container", "/web", true)]
    [InlineData("container", "abc", true)]
    [InlineData("container", "db", false)]
    [InlineData("image", "whelk/base:latest", true)]
    [InlineData("image", "other", false)]
    [InlineData("label", "color", true)]
    [InlineData("label", "color=red", true)]
    [InlineData("label", "color=blue", false)]
    [InlineData("network", "bridge", false)]
    public void Filter_lets_through_what_fits(string filter, string value, bool through) =>
        Assert.Equal(through, new EventFilters(new Dictionary<string, IReadOnlyList<string>> { [filter] = [value] }).Let(Exec));

    [Theory]
    [InlineData("volume", "data", true)]
    [InlineData("volume", "other", false)]
    [InlineData("container", "data", false)]
    public void Volume_is_found_by_its_name(string filter, string value, bool through)
    {
        var made = new EngineEvent(EngineEvent.Volume, "create", "data", new Dictionary<string, string> { ["driver"] = "local" }, DateTimeOffset.UnixEpoch);

        Assert.Equal(through, new EventFilters(new Dictionary<string, IReadOnlyList<string>> { [filter] = [value] }).Let(made));
    }

    [Fact]
    public void One_value_of_each_filter_is_enough_and_every_filter_counts()
    {
        Assert.True(new EventFilters(new Dictionary<string, IReadOnlyList<string>> { ["event"] = ["die", "exec_start"], ["type"] = ["container"] }).Let(Exec));
        Assert.False(new EventFilters(new Dictionary<string, IReadOnlyList<string>> { ["event"] = ["exec_start"], ["type"] = ["image"] }).Let(Exec));
    }
}
