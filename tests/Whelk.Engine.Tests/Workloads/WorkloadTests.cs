using Whelk.Engine.Workloads;
using Xunit;

namespace Whelk.Engine.Tests.Workloads;

public sealed class WorkloadTests
{
    private static readonly WorkloadState.Running Running = new(1, 2, DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Wait_of_one_that_never_ran_is_zero_at_once() => Assert.Equal(0, await TestWorkload.Live().WaitAsync(WaitCondition.NotRunning, CancellationToken.None));

    [Fact]
    public async Task Wait_of_one_that_has_ended_is_its_code_at_once() =>
        Assert.Equal(7, await TestWorkload.Live(state: Exited(7)).WaitAsync(WaitCondition.NotRunning, CancellationToken.None));

    [Fact]
    public async Task Wait_of_one_that_runs_is_the_code_of_this_run()
    {
        var workload = TestWorkload.Live(state: Running);
        var waiting = workload.WaitAsync(WaitCondition.NotRunning, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        workload.Enter(Exited(3));

        Assert.Equal(3, await waiting);
    }

    [Fact]
    public async Task Wait_for_the_next_exit_does_not_take_the_last_one()
    {
        var workload = TestWorkload.Live(state: Exited(1));
        var waiting = workload.WaitAsync(WaitCondition.NextExit, CancellationToken.None);
        workload.Enter(Running);
        Assert.False(waiting.IsCompleted);
        workload.Enter(Exited(2));

        Assert.Equal(2, await waiting);
    }

    [Fact]
    public async Task Wait_for_the_removal_gives_the_last_code()
    {
        var workload = TestWorkload.Live(state: Running);
        var waiting = workload.WaitAsync(WaitCondition.Removed, CancellationToken.None);
        workload.Enter(Exited(5));
        workload.Enter(new WorkloadState.Removing(5));
        Assert.False(waiting.IsCompleted);
        workload.MarkRemoved();

        Assert.Equal(5, await waiting);
    }

    [Fact]
    public async Task Wait_for_the_next_exit_ends_when_it_is_removed_instead()
    {
        var workload = TestWorkload.Live(state: Exited(9));
        var waiting = workload.WaitAsync(WaitCondition.NextExit, CancellationToken.None);
        workload.Enter(new WorkloadState.Removing(9));

        Assert.Equal(9, await waiting);
    }

    [Fact]
    public async Task Those_who_join_before_the_start_are_handed_over_once()
    {
        var workload = TestWorkload.Live();
        var joined = 0;
        Assert.True(workload.TryJoinBeforeStart(() => Task.FromResult(++joined)));
        foreach (var join in workload.TakeBeforeStart())
        {
            await join();
        }

        Assert.Equal(1, joined);
        Assert.Empty(workload.TakeBeforeStart());
    }

    [Fact]
    public void Those_who_come_later_in_a_run_are_sent_to_its_monitor()
    {
        var workload = TestWorkload.Live();
        workload.TakeBeforeStart();
        Assert.False(workload.TryJoinBeforeStart(() => Task.CompletedTask));
        workload.Enter(Exited(0));

        Assert.True(workload.TryJoinBeforeStart(() => Task.CompletedTask));
    }

    [Fact]
    public async Task Settle_waits_for_the_operation_under_way()
    {
        var workload = TestWorkload.Live();
        await workload.Gate.WaitAsync(CancellationToken.None);
        var settling = workload.SettleAsync(CancellationToken.None);
        Assert.False(settling.IsCompleted);
        workload.Gate.Release();

        await settling;
    }

    [Theory]
    [InlineData(null, "container")]
    [InlineData("", "container")]
    [InlineData("default", "container")]
    [InlineData("process", "container")]
    [InlineData("VM", "vm")]
    [InlineData("hyperv", "vm")]
    public void Isolation_words_mean_one_of_two(string? word, string isolation) => Assert.Equal(isolation, WorkloadIsolation.Parse(word, WorkloadIsolation.Container));

    private static WorkloadState.Exited Exited(int code) => new(code, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, string.Empty);
}
