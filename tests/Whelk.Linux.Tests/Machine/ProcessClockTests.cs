using Whelk.Linux.Machine;
using Xunit;

namespace Whelk.Linux.Tests.Machine;

public sealed class ProcessClockTests
{
    [Fact]
    public void TryRead_of_this_process_moves_with_its_work()
    {
        var before = ProcessClock.TryRead(Environment.ProcessId)!.Value;
        var sum = 0L;
        while (ProcessClock.TryRead(Environment.ProcessId) - before < TimeSpan.FromMilliseconds(20))
        {
            sum += Environment.TickCount64 % 7;
        }

        Assert.InRange(ProcessClock.TryRead(Environment.ProcessId)!.Value - before, TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(1));
        Assert.True(sum >= 0);
    }

    [Fact]
    public void TryRead_of_no_process_is_null() => Assert.Null(ProcessClock.TryRead(0x3fffff));

    [Fact]
    public void ProcessStat_knows_the_parent() => Assert.True(ProcessStat.TryRead(Environment.ProcessId)!.ParentPid > 0);
}
