using Whelk.Api.Endpoints;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class PlatformQueryTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("linux")]
    [InlineData("amd64")]
    [InlineData("Linux/AMD64")]
    public void CheckImport_lets_this_machines_through(string? platform) => PlatformQuery.CheckImport(platform);

    [Theory]
    [InlineData("nosuch", ErrorCode.InvalidArgument, "\"nosuch\": unknown operating system or architecture: invalid argument")]
    [InlineData("windows/amd64", ErrorCode.InvalidArgument, "operating system is not supported")]
    [InlineData("linux/arm64", ErrorCode.Unsupported, "importing for linux/arm64 is not supported by this version of whelk: it runs linux/amd64")]
    public void CheckImport_refuses_others(string platform, ErrorCode code, string message)
    {
        var error = Assert.Throws<WhelkException>(() => PlatformQuery.CheckImport(platform));

        Assert.Equal((code, message), (error.Code, error.Message));
    }
}
