using Whelk.Engine.Cgroups;
using Whelk.Engine.Starting;
using Whelk.Engine.Workloads;
using Xunit;

namespace Whelk.Engine.Tests.Cgroups;

public sealed class GroupNamesTests
{
    private static readonly EnginePaths Paths = new("/var/lib/whelk", "/run/whelk");

    [Theory]
    [InlineData("whelk.slice", "whelk-49a147b7.scope")]
    [InlineData("batch-night.slice", "whelk-49a147b7-batch-night.scope")]
    public void Scope_is_called_by_the_hash_of_the_root_and_the_slice_that_was_asked_for(string slice, string name)
    {
        var options = GroupNames.ScopeIn(slice, Paths);

        Assert.Equal((name, slice), (options.Name, options.Slice));
        Assert.True(GroupNames.IsScope(name, Paths.Hash));
    }

    [Theory]
    [InlineData("whelk-11111111.scope")]
    [InlineData("whelk-49a147b7.slice")]
    [InlineData("whelk-49a147b70.scope")]
    [InlineData("docker-49a147b7.scope")]
    public void Scopes_of_others_are_not_taken_for_it(string name) => Assert.False(GroupNames.IsScope(name, Paths.Hash));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("a", "/a")]
    [InlineData("/a//b/", "/a/b")]
    [InlineData("/", "")]
    public void Path_that_was_asked_for_is_put_in_order(string? asked, string? path) => Assert.Equal(path, GroupNames.Asked(asked));

    [Theory]
    [InlineData("", true, null)]
    [InlineData("a.slice", true, null)]
    [InlineData("/a", true, "cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"")]
    [InlineData("/a", false, null)]
    [InlineData("a.slice", false, null)]
    [InlineData("/a/../b", false, "invalid cgroup parent: /a/../b")]
    [InlineData("/a/..", true, "cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"")]
    public void Parent_is_a_slice_beside_systemd_and_a_path_elsewhere(string asked, bool isSystemds, string? reason) => Assert.Equal(reason, GroupNames.WhyNot(asked, isSystemds));

    [Theory]
    [InlineData("/whelk.slice/whelk-49a147b7.scope/x", null, "/whelk.slice/whelk-49a147b7.scope/x")]
    [InlineData(null, null, "/whelk-49a147b7/")]
    [InlineData(null, "/a", "/a/")]
    public void Group_of_a_run_is_what_its_record_says_or_where_an_earlier_version_had_it(string? kept, string? asked, string expected)
    {
        var spec = TestWorkload.Spec(new HostOptions { CgroupParent = asked });

        Assert.Equal(kept is null ? $"{expected}{spec.Id}" : expected, WorkloadGroups.Of(new RunRecord(null, null, [], Cgroup: kept), spec, Paths));
    }
}
