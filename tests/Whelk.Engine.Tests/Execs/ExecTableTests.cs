using Whelk.Engine.Execs;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Execs;

public sealed class ExecTableTests
{
    private readonly ExecTable _table = new();

    [Fact]
    public void Find_of_nobody_throws_dockers_words()
    {
        var error = Assert.Throws<WhelkException>(() => _table.Find("nope"));

        Assert.Equal((ErrorCode.NotFound, "No such exec instance: nope"), (error.Code, error.Message));
    }

    [Fact]
    public async Task Execs_end_and_go_with_their_workload()
    {
        var (mine, other) = (TestWorkload.Live('a'), TestWorkload.Live('b'));
        var (running, ended, spared) = (Add("1", mine), Add("2", mine), Add("3", other));
        running.Started(100);
        ended.Started(101);
        ended.Ended(4);
        Assert.True(running.Running);
        _table.Forget(mine, 137);

        Assert.Equal((137, 4), (await running.Exited, await ended.Exited));
        Assert.False(running.Running);
        Assert.Null(_table.TryFind("1"));
        Assert.Same(spared, _table.Find("3"));
    }

    private Exec Add(string id, Whelk.Engine.Workloads.Workload workload)
    {
        var exec = new Exec(id, workload, new ExecOptions { Cmd = ["true"] });
        _table.Add(exec);
        return exec;
    }
}
