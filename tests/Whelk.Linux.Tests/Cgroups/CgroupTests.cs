using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Linux.Tests.Processes;
using Xunit;

namespace Whelk.Linux.Tests.Cgroups;

public sealed class CgroupTests
{
    private readonly string _name = $"whelk-test-{Guid.NewGuid():N}";

    [Fact]
    public async Task Group_holds_a_process_and_kills_it_when_it_is_removed()
    {
        var group = Cgroup.Create($"/{_name}/inner");
        using var command = new BlockedCommand();
        using var child = ChildProcess.Start(command.Options);
        try
        {
            group.Join(child.Pid);
            Assert.Equal([child.Pid], Cgroup.Of(group.Directories, group.Made).Processes());
        }
        finally
        {
            await group.RemoveAsync(CancellationToken.None);
        }

        Assert.Equal(SignalNumber.SIGKILL, (await child.WaitAsync()).Signal);
        await group.RemoveAsync(CancellationToken.None);
        Assert.DoesNotContain(group.Directories, path => Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task Limits_are_written_where_the_machine_has_the_controller()
    {
        var group = Cgroup.Create($"/{_name}");
        try
        {
            group.Apply(new CgroupLimits { Pids = 7 });
            var written = group.Directories.Select(path => Path.Combine(path, "pids.max")).Where(File.Exists).ToList();

            Assert.Equal(CgroupHierarchy.Mounted().Any(hierarchy => hierarchy.Has("pids")), written.Count > 0);
            Assert.All(written, path => Assert.Equal("7\n", File.ReadAllText(path)));
        }
        finally
        {
            await group.RemoveAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Group_that_was_there_before_is_left_as_it_was()
    {
        var outer = Cgroup.Create($"/{_name}");
        try
        {
            var inner = Cgroup.Create($"/{_name}/a/b");
            var again = Cgroup.Create($"/{_name}");
            Assert.Empty(again.Made);
            await again.RemoveAsync(CancellationToken.None);
            await Cgroup.Of(inner.Directories, inner.Made).RemoveAsync(CancellationToken.None);
            Assert.All(outer.Directories, path => Assert.True(Directory.Exists(path) && !Directory.Exists(Path.Combine(path, "a"))));
        }
        finally
        {
            await outer.RemoveAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Group_in_which_others_run_is_refused_and_they_go_on()
    {
        var group = Cgroup.Create($"/{_name}/inner");
        using var command = new BlockedCommand();
        using var child = ChildProcess.Start(command.Options);
        try
        {
            group.Join(child.Pid);
            Assert.Equal(ErrorCode.Conflict, Assert.Throws<WhelkException>(() => Cgroup.Create($"/{_name}")).Code);
            Assert.Equal([child.Pid], group.Processes());
        }
        finally
        {
            await group.RemoveAsync(CancellationToken.None);
            await child.WaitAsync();
        }
    }

    [Theory]
    [InlineData("{0}.slice:whelk:id", "/{0}.slice/whelk-id.scope")]
    [InlineData("{0}-b.slice::id", "/{0}.slice/{0}-b.slice/id.scope")]
    public async Task Systemd_words_become_a_path(string words, string path)
    {
        var name = _name.Replace("-", "_", StringComparison.Ordinal);
        var group = Cgroup.Create(string.Format(words, name));
        await group.RemoveAsync(CancellationToken.None);

        Assert.All(group.Directories, directory => Assert.EndsWith(string.Format(path, name), directory));
    }

    [Theory]
    [InlineData("/a/../../b")]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("//.")]
    [InlineData("")]
    public void Path_that_leaves_its_root_is_refused(string path) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => Cgroup.Create(path)).Code);

    [Fact]
    public void Of_directories_that_no_hierarchy_owns_is_empty() => Assert.Empty(Cgroup.Of(["/nowhere/group"], ["/nowhere/group"]).Directories);

    [Theory]
    [InlineData("cpuset cpu io memory hugetlb pids", "memory", "+pids")]
    [InlineData("cpu memory hugetlb pids rdma", "cpu memory pids", "cpu memory pids")]
    public void Groups_below_are_given_what_limits_need_and_they_do_not_have(string offered, string enabled, string lastWritten)
    {
        using var folder = new Whelk.Testing.ScratchFolder();
        folder.File("cgroup.controllers", offered);
        folder.File("cgroup.subtree_control", enabled);
        Cgroup.Delegate(folder.Path);

        Assert.Equal(lastWritten, File.ReadAllText(folder["cgroup.subtree_control"]));
    }
}
