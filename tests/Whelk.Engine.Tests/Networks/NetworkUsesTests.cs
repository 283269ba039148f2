using Whelk.Engine.Networks;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Networks;

public sealed class NetworkUsesTests
{
    private readonly NetworkUses _uses = new();

    [Fact]
    public void Network_that_is_being_joined_cannot_go_until_all_have_joined()
    {
        var (one, two) = (_uses.Join(["a", "b"]), _uses.Join(["a"]));
        Assert.Null(_uses.TryRemove("a"));
        one.Dispose();
        Assert.Null(_uses.TryRemove("a"));
        Assert.NotNull(_uses.TryRemove("b"));
        two.Dispose();
        Assert.NotNull(_uses.TryRemove("a"));
    }

    [Fact]
    public void Network_that_is_going_cannot_be_joined_until_it_stays()
    {
        using (_uses.TryRemove("a"))
        {
            Assert.Equal(ErrorCode.NotFound, Assert.Throws<WhelkException>(() => _uses.Join(["b", "a"])).Code);
            Assert.Null(_uses.TryRemove("a"));
        }

        _uses.Join(["a"]).Dispose();
        Assert.NotNull(_uses.TryRemove("b"));
    }
}
