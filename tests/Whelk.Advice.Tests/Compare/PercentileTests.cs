using CsCheck;
using Whelk.Advice.Compare;
using Xunit;

namespace Whelk.Advice.Tests.Compare;

public sealed class PercentileTests
{
    [Theory]
    [InlineData(new[] { 7 }, 0.5, 7)]
    [InlineData(new[] { 7 }, 0.95, 7)]
    [InlineData(new[] { 3, 1, 2 }, 0.5, 2)]
    [InlineData(new[] { 1, 2, 3, 4 }, 0.5, 2.5)]
    [InlineData(new[] { 5, 1, 4, 2, 3 }, 0.95, 4.8)]
    [InlineData(new[] { 1, 2 }, 0, 1)]
    [InlineData(new[] { 1, 2 }, 1, 2)]
    public void Of_lies_between_neighbours_in_proportion(int[] milliseconds, double part, double expected) =>
        Assert.Equal(expected, Percentile.Of([.. milliseconds.Select(value => TimeSpan.FromMilliseconds(value))], part).TotalMilliseconds, 0.0001);

    [Fact]
    public void Of_grows_with_its_part_and_stays_among_the_values() =>
        Gen.Select(Gen.Long[0, 1_000_000_000].Array[1, 30], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((ticks, one, other) =>
        {
            var values = ticks.Select(TimeSpan.FromTicks).ToList();
            var (low, high) = (Percentile.Of(values, Math.Min(one, other)), Percentile.Of(values, Math.Max(one, other)));
            return values.Min() <= low && low <= high && high <= values.Max();
        });
}
