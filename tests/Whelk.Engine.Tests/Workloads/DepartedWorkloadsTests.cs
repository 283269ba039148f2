using Whelk.Engine.Workloads;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Workloads;

public sealed class DepartedWorkloadsTests
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Exit_code_is_told_for_a_while_whatever_is_waited_for()
    {
        var departed = new DepartedWorkloads(_clock);
        var workload = TestWorkload.Live();
        workload.Enter(new WorkloadState.Exited(3, _clock.GetUtcNow(), _clock.GetUtcNow(), string.Empty));
        workload.Enter(new WorkloadState.Removing(3));
        departed.Add(workload);
        workload.MarkRemoved();

        foreach (var condition in Enum.GetValues<WaitCondition>())
        {
            Assert.Equal(3, await departed.Find(workload.Spec.Id)!.WaitAsync(condition, CancellationToken.None));
        }

        Assert.Null(departed.Find(workload.Spec.Name));
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(departed.Find(workload.Spec.Id));
    }

    [Fact]
    public void No_more_are_kept_than_a_bound()
    {
        var departed = new DepartedWorkloads(_clock);
        var first = TestWorkload.Live('a');
        departed.Add(first);
        for (var next = 0; next < 256; next++)
        {
            departed.Add(TestWorkload.Live('b'));
        }

        Assert.Null(departed.Find(first.Spec.Id));
    }
}
