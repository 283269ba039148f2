using CsCheck;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Xunit;

namespace Whelk.Oci.Tests.Runtime;

public sealed class CapabilityNamesTests
{
    [Theory]
    [InlineData(0ul, new string[0])]
    [InlineData(1ul, new[] { "CAP_CHOWN" })]
    [InlineData(1ul << 21, new[] { "CAP_SYS_ADMIN" })]
    [InlineData(1ul << 40, new[] { "CAP_CHECKPOINT_RESTORE" })]
    [InlineData(1ul << 41, new[] { "CAP_41" })]
    [InlineData((1ul << 12) | (1ul << 13), new[] { "CAP_NET_ADMIN", "CAP_NET_RAW" })]
    public void Of_names_each_bit(ulong bits, string[] expected) => Assert.Equal(expected, CapabilityNames.Of(bits));

    [Fact]
    public void Of_what_docker_gives_by_default_is_the_default_set() =>
        Assert.True(DefaultCapabilities.IsDefault([.. CapabilityNames.Of(0xa80425fb)]));

    [Fact]
    public void Of_has_as_many_names_as_bits() =>
        Gen.ULong.Sample(bits => CapabilityNames.Of(bits).Distinct().Count() == System.Numerics.BitOperations.PopCount(bits));
}
