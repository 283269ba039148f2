using Whelk.Engine.Files;
using Xunit;

namespace Whelk.Engine.Tests.Files;

public sealed class StandstillTests
{
    [Fact]
    public async Task Begin_after_a_clean_up_that_failed_keeps_nobody_out()
    {
        var workload = TestWorkload.Live();
        workload.CleanedUp = Task.FromException(new InvalidOperationException("unreadable"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Standstill.BeginAsync(workload, TestContext.Current.CancellationToken));

        Assert.Equal(1, workload.Gate.CurrentCount);
    }

    [Fact]
    public async Task Dispose_opens_the_gate_once_even_where_its_end_fails()
    {
        var workload = TestWorkload.Live();
        var standstill = await Standstill.BeginAsync(workload, TestContext.Current.CancellationToken);
        standstill.AtEnd = () => throw new InvalidOperationException("no thread");

        Assert.Throws<InvalidOperationException>(standstill.Dispose);
        standstill.Dispose();

        Assert.Equal(1, workload.Gate.CurrentCount);
    }
}
