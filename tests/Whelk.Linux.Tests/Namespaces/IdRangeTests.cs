using Whelk.Errors;
using Whelk.Linux.Namespaces;
using Xunit;

namespace Whelk.Linux.Tests.Namespaces;

public sealed class IdRangeTests
{
    private static readonly IdRange Range = new(4_000_000_000, 1000);

    [Theory]
    [InlineData(4_000_000_000u, 0u)]
    [InlineData(4_000_000_999u, 999u)]
    [InlineData(4_000_001_000u, IdRange.Nobody)]
    [InlineData(0u, IdRange.Nobody)]
    public void ToInside_of_an_id_that_is_not_in_it_is_nobody(uint host, uint inside) => Assert.Equal(inside, Range.ToInside(host));

    [Fact]
    public void ToHost_of_an_id_that_is_not_in_it_is_refused_in_Dockers_words()
    {
        Assert.Equal(4_000_000_999u, Range.ToHost(999));
        var error = Assert.Throws<WhelkException>(() => Range.ToHost(1000));
        Assert.Equal((ErrorCode.InvalidArgument, "container ID 1000 cannot be mapped to a host ID"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData(4_000_000_999u, 1u, true)]
    [InlineData(4_000_001_000u, 1u, false)]
    [InlineData(3_999_999_999u, 1u, false)]
    [InlineData(0u, uint.MaxValue, true)]
    public void Overlaps_where_an_id_is_in_both(uint start, uint size, bool expected) => Assert.Equal(expected, Range.Overlaps(new IdRange(start, size)));
}
