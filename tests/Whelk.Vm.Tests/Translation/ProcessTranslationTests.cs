using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Translation;

public sealed class ProcessTranslationTests
{
    [Fact]
    public void Translate_capabilities_become_bits_and_unknown_ones_are_left_out()
    {
        var sets = CapabilityBits.Translate(new LinuxCapabilities { Bounding = ["CAP_CHOWN", "CAP_NET_RAW", "cap_checkpoint_restore", "CAP_OF_TOMORROW"], Ambient = ["KILL"] });
        Assert.Equal((1ul << 0) | (1ul << 13) | (1ul << 40), sets.Bounding);
        Assert.Equal(1ul << 5, sets.Ambient);
        Assert.Equal(0ul, sets.Effective);
    }

    [Fact]
    public void Translate_no_capabilities_is_none() => Assert.Equal(new CapabilitySets(0, 0, 0, 0, 0), CapabilityBits.Translate(null));

    [Fact]
    public void Translate_limits_have_the_kernels_numbers()
    {
        var limits = ResourceNames.Translate([new PosixRlimit { Type = "RLIMIT_NOFILE", Soft = 10, Hard = 20 }, new PosixRlimit { Type = "RLIMIT_CPU", Soft = 1, Hard = ulong.MaxValue }]);
        Assert.Equal([new ResourceLimit(7, 10, 20), new ResourceLimit(0, 1, ulong.MaxValue)], limits);
    }

    [Theory]
    [InlineData("NOFILE")]
    [InlineData("RLIMIT_nofile")]
    [InlineData("RLIMIT_")]
    [InlineData("")]
    public void Translate_unknown_limit_is_refused(string type) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => ResourceNames.Translate([new PosixRlimit { Type = type, Soft = 1, Hard = 1 }])).Code);

    [Fact]
    public void Translate_without_a_command_is_refused() =>
        Assert.Throws<WhelkException>(() => ProcessTranslation.Translate(new ProcessSpec { Cwd = "/", Args = [] }, null, null, null));

    [Fact]
    public void Translate_terminal_takes_the_size_at_hand_else_the_one_that_is_asked_for()
    {
        var process = new ProcessSpec { Cwd = "/", Args = ["sh"], Terminal = true, ConsoleSize = new ConsoleSize { Height = 33, Width = 99 } };
        Assert.Equal(new WindowSize(33, 99), ProcessTranslation.Translate(process, null, null, null).Terminal);
        Assert.Equal(new WindowSize(1, 2), ProcessTranslation.Translate(process, null, null, new WindowSize(1, 2)).Terminal);
        Assert.Null(ProcessTranslation.Translate(process with { Terminal = null }, null, null, new WindowSize(1, 2)).Terminal);
    }
}
