using Whelk.Linux.Cgroups;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Cgroups;

public sealed class CgroupMovesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_own_group_is_that_of_version_2_where_there_is_one()
    {
        _folder.File("unified/service/cgroup.procs", "");
        _folder.File("cpu/service/cgroup.procs", "");

        Assert.Equal(_folder["unified/service/cgroup.procs"], CgroupMoves.OwnGroup([Legacy("cpu"), Unified()], ["4:cpu,cpuacct:/service", "0::/service"]));
    }

    [Fact]
    public void The_own_group_is_found_in_a_hierarchy_of_version_1_by_all_its_controllers()
    {
        _folder.File("cpu/cgroup.procs", "");
        _folder.File("memory/cgroup.procs", "");

        Assert.Equal(_folder["cpu/cgroup.procs"], CgroupMoves.OwnGroup([Legacy("memory"), Legacy("cpu")], ["4:cpu,cpuacct:/"]));
    }

    [Theory]
    [InlineData("0::/../elsewhere")]
    [InlineData("7:memory:/not-here")]
    [InlineData("9:name=systemd:/")]
    [InlineData("")]
    public void There_is_no_own_group_where_its_file_is_not_shown(string line) =>
        Assert.Null(CgroupMoves.OwnGroup([Legacy("memory"), Unified()], [line]));

    [Fact]
    public void Moves_are_made_as_long_as_they_are_expected_and_leave_the_process_where_it_is()
    {
        var before = File.ReadAllText("/proc/self/cgroup");
        var clock = new ManualClock(DateTimeOffset.UnixEpoch);
        var group = CgroupMoves.OwnGroup(CgroupHierarchy.Mounted(), File.ReadLines("/proc/self/cgroup"));
        var moves = new CgroupMoves(_ => group, clock);
        moves.Expect(TimeSpan.FromSeconds(1));
        Assert.True(SpinWait.SpinUntil(() => moves.Made > 2, TimeSpan.FromSeconds(30)));

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(SpinWait.SpinUntil(() => !moves.Runs, TimeSpan.FromSeconds(30)));
        var made = moves.Made;
        moves.Expect(TimeSpan.FromSeconds(1));
        Assert.True(SpinWait.SpinUntil(() => moves.Made > made, TimeSpan.FromSeconds(30)));
        Assert.Equal(before, File.ReadAllText("/proc/self/cgroup"));
        clock.Advance(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/nowhere/cgroup.procs")]
    public void A_group_that_cannot_be_written_does_no_harm(string? group)
    {
        var moves = new CgroupMoves(_ => group, TimeProvider.System);
        moves.Expect(TimeSpan.FromSeconds(60));

        Assert.True(SpinWait.SpinUntil(() => !moves.Runs, TimeSpan.FromSeconds(30)));
        Assert.Equal(0, moves.Made);
    }

    private CgroupHierarchy Unified() => new(_folder["unified"], true, []);

    private CgroupHierarchy Legacy(string name) => new(_folder[name], false, name == "cpu" ? ["rw", "cpu", "cpuacct"] : ["rw", name]);
}
