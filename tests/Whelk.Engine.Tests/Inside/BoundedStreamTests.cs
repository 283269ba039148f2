using Whelk.Engine.Inside;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Inside;

public sealed class BoundedStreamTests
{
    [Fact]
    public void Write_beyond_the_limit_is_an_error_where_all_of_it_is_wanted()
    {
        using var kept = new MemoryStream();
        using var bounded = new BoundedStream(kept, 4, cuts: false);
        bounded.Write("four"u8);

        Assert.Equal(ErrorCode.Corrupt, Assert.Throws<WhelkException>(() => bounded.Write("s"u8)).Code);
        Assert.Equal("four"u8.ToArray(), kept.ToArray());
    }

    [Fact]
    public void Write_beyond_the_limit_passes_by_where_the_start_will_do()
    {
        using var kept = new MemoryStream();
        using var bounded = new BoundedStream(kept, 4, cuts: true);
        bounded.Write("fours"u8);
        bounded.Write("more"u8);

        Assert.Equal("four"u8.ToArray(), kept.ToArray());
    }
}
