using Whelk.Api.Http;
using Whelk.Errors;
using Xunit;

namespace Whelk.Api.Tests.Http;

public sealed class HttpStatusTests
{
    [Theory]
    [InlineData(ErrorCode.InvalidArgument, 400, "Bad Request")]
    [InlineData(ErrorCode.Denied, 403, "Forbidden")]
    [InlineData(ErrorCode.NotFound, 404, "Not Found")]
    [InlineData(ErrorCode.AlreadyExists, 409, "Conflict")]
    [InlineData(ErrorCode.Conflict, 409, "Conflict")]
    [InlineData(ErrorCode.InvalidState, 409, "Conflict")]
    [InlineData(ErrorCode.Internal, 500, "Internal Server Error")]
    [InlineData(ErrorCode.Timeout, 500, "Internal Server Error")]
    [InlineData(ErrorCode.Corrupt, 500, "Internal Server Error")]
    [InlineData(ErrorCode.Unsupported, 501, "Not Implemented")]
    [InlineData(ErrorCode.Unavailable, 503, "Service Unavailable")]
    public void Status_follows_from_the_code_alone(ErrorCode code, int status, string reason)
    {
        Assert.Equal(status, HttpStatus.Of(code));
        Assert.Equal(reason, HttpStatus.Reason(status));
    }

    [Fact]
    public void Status_is_known_for_every_code() => Assert.All(Enum.GetValues<ErrorCode>(), code => Assert.InRange(HttpStatus.Of(code), 400, 503));
}
