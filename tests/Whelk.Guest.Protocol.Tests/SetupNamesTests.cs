using Xunit;

namespace Whelk.Guest.Protocol.Tests;

public sealed class SetupNamesTests
{
    [Fact]
    public void Decode_what_was_encoded_is_the_same() => Assert.Equal(
        new SetupOperation.ServeNames("127.0.0.11"),
        Assert.Single(SetupOperation.Decode(SetupOperation.Encode([new SetupOperation.ServeNames("127.0.0.11")]))));
}
