using Whelk.Cli.Run;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Run;

public sealed class DeviceTextTests
{
    [Theory]
    [InlineData("", "invalid device specification: ")]
    [InlineData(":/dev/x", "invalid device specification: :/dev/x")]
    [InlineData("/dev/a:", "invalid device specification: /dev/a:")]
    [InlineData("/dev/a:/dev/b:x", "bad mode specified: x")]
    [InlineData("/dev/a:/dev/b:rr", "bad mode specified: rr")]
    [InlineData("/dev/a:/dev/b:r:w", "invalid device specification: /dev/a:/dev/b:r:w")]
    public void Device_refuses(string text, string message) => Assert.Equal(message, Assert.Throws<WhelkException>(() => DeviceText.Device(text)).Message);

    [Theory]
    [InlineData("/dev/a", "bad format: /dev/a")]
    [InlineData("a:10", "bad format for device path: a:10")]
    [InlineData("/dev/a:5", "invalid weight for device: /dev/a:5")]
    [InlineData("/dev/a:x", "invalid weight for device: /dev/a:x")]
    public void Weight_refuses(string text, string message) => Assert.Equal(message, Assert.Throws<WhelkException>(() => DeviceText.Weight(text)).Message);

    [Fact]
    public void Operations_refuses_what_is_no_number() => Assert.StartsWith("invalid rate for device: /dev/a:1m.", Assert.Throws<WhelkException>(() => DeviceText.Operations("/dev/a:1m")).Message);
}
