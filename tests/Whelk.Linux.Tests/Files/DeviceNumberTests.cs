using Whelk.Linux.Files;
using Xunit;

namespace Whelk.Linux.Tests.Files;

public sealed class DeviceNumberTests
{
    [Theory]
    [InlineData(0x103ul, 1u, 3u)]
    [InlineData(0x0AE5ul, 10u, 229u)]
    [InlineData(0x801ul, 8u, 1u)]
    [InlineData(0x10_0800ul, 8u, 256u)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFFul, 0xFFFF_FFFFu, 0xFFFF_FFFFu)]
    public void Of_takes_the_number_apart(ulong device, uint major, uint minor) => Assert.Equal(new DeviceNumber(major, minor), DeviceNumber.Of(device));
}
