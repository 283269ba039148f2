using Whelk.Advice.Compare;
using Whelk.Linux.Cgroups;
using Xunit;

namespace Whelk.Advice.Tests.Compare;

public sealed class MemoryRecordTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Figure_without_a_sample_is_null() => Assert.Null(new MemoryRecord().Figure());

    [Fact]
    public void Figure_of_a_command_that_was_seen_to_run_is_its_peak_alone()
    {
        var record = new MemoryRecord();
        record.Add(90 * MiB, new CgroupMemory(0, 200 * MiB), running: false, TimeSpan.Zero);
        record.Add(10 * MiB, null, running: true, TimeSpan.FromSeconds(1));
        record.Add(60 * MiB, null, running: true, TimeSpan.FromSeconds(2));
        record.Add(11 * MiB, null, running: true, TimeSpan.FromSeconds(3));

        Assert.Equal(60 * MiB, record.Figure()?.Bytes);
        Assert.StartsWith("peak while it ran", record.Figure()?.Measured, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 4 * MiB)]
    [InlineData(3 * MiB, 4 * MiB)]
    [InlineData(50 * MiB, 50 * MiB)]
    public void Figure_of_a_command_that_ended_at_once_asks_the_kernels_high_water_mark(long? charged, long expected)
    {
        var record = new MemoryRecord();
        record.Add(9 * MiB, null, running: false, TimeSpan.Zero);
        record.Add(4 * MiB, new CgroupMemory(0, charged), running: false, TimeSpan.Zero);

        Assert.Equal(expected, record.Figure()?.Bytes);
        Assert.StartsWith("peak of its whole life", record.Figure()?.Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void GrownAt_moves_with_real_growth_alone()
    {
        var record = new MemoryRecord();
        record.Add(100 * MiB, null, running: true, TimeSpan.FromSeconds(1));
        record.Add((100 * MiB) + (MiB / 2), null, running: true, TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(1), record.GrownAt);

        record.Add(102 * MiB, null, running: true, TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), record.GrownAt);
    }

    [Fact]
    public void GrownAt_sees_slow_growth_add_up()
    {
        var record = new MemoryRecord();
        for (var second = 0; second < 10; second++)
        {
            record.Add((100 * MiB) + (second * MiB / 2), null, running: true, TimeSpan.FromSeconds(second));
        }

        Assert.True(record.GrownAt > TimeSpan.FromSeconds(6));
    }
}
