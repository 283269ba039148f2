using Xunit;

namespace Whelk.Guest.Protocol.Tests;

public sealed class SetupSeccompTests
{
    [Fact]
    public void Decode_what_was_encoded_is_the_same()
    {
        byte[] program = [6, 0, 0, 0, 0, 0, 0xff, 0x7f];

        var decoded = Assert.IsType<SetupOperation.Seccomp>(Assert.Single(SetupOperation.Decode(SetupOperation.Encode([new SetupOperation.Seccomp(4, program)]))));

        Assert.Equal(4u, decoded.Flags);
        Assert.Equal(program, decoded.Program);
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("half an instruction", 12)]
    [InlineData("one instruction too many", FrameLimits.Filter + FrameLimits.FilterInstruction)]
    public void Decode_program_of_impossible_length_is_refused(string length, int bytes)
    {
        var payload = SetupOperation.Encode([new SetupOperation.Seccomp(0, new byte[bytes])]);

        Assert.True(Record.Exception(() => SetupOperation.Decode(payload)) is ProtocolException, length);
    }
}
