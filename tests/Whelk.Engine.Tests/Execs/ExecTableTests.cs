using Whelk.Engine.Execs;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Execs;

public sealed class ExecTableTests
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ExecTable _table;

    public ExecTableTests() => _table = new ExecTable(_clock);

    [Fact]
    public void Find_of_nobody_throws_dockers_words()
    {
        var error = Assert.Throws<WhelkException>(() => _table.Find("nope"));

        Assert.Equal((ErrorCode.NotFound, "No such exec instance: nope"), (error.Code, error.Message));
    }

    [Fact]
    public async Task Execs_end_with_their_workload_and_can_still_be_asked_about()
    {
        var (mine, other) = (TestWorkload.Live('a'), TestWorkload.Live('b'));
        var ((running, _), (ended, _), (spared, _)) = (Keep("1", mine), Keep("2", mine), Keep("3", other));
        running.Started(100);
        ended.Started(101);
        ended.Ended(4);
        Assert.True(running.Running);
        _table.End(mine, 137);

        Assert.Equal((137, 4), (await running.Exited, await ended.Exited));
        Assert.False(running.Running);
        Assert.Equal(137, _table.Find("1").ExitCode);
        Assert.Null(_table.Find("3").ExitCode);
        Assert.Same(spared, _table.Find("3"));
    }

    [Fact]
    public async Task Exec_that_has_ended_is_forgotten_minutes_later()
    {
        var (exec, forgotten) = Keep("1", TestWorkload.Live());
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Same(exec, _table.Find("1"));
        exec.Ended(0);
        var before = _clock.Now;
        await _clock.AdvanceUntilAsync(forgotten, TimeSpan.FromMinutes(5));

        Assert.Null(_table.TryFind("1"));
        Assert.True(_clock.Now >= before + TimeSpan.FromMinutes(5));
    }

    private (Exec Exec, Task Forgotten) Keep(string id, Whelk.Engine.Workloads.Workload workload)
    {
        var exec = new Exec(id, workload, new ExecOptions { Cmd = ["true"] });
        return (exec, _table.KeepAsync(exec));
    }
}
