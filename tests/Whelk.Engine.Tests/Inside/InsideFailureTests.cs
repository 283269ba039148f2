using Whelk.Engine.Inside;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Inside;

public sealed class InsideFailureTests
{
    [Theory]
    [InlineData("NotFound no such file\n", ErrorCode.NotFound, "no such file")]
    [InlineData("noise\nInvalidArgument bad\n", ErrorCode.InvalidArgument, "bad")]
    [InlineData("Internal what a guest may not say", ErrorCode.Internal, "Internal what a guest may not say")]
    [InlineData("Unauthenticated log in again", ErrorCode.Internal, "Unauthenticated log in again")]
    [InlineData("Denied \u001b[31mred", ErrorCode.Denied, "?[31mred")]
    [InlineData("cannot look into a stopped container: container not running", ErrorCode.Conflict, "container is not running")]
    [InlineData("", ErrorCode.Internal, "looking into the container failed without a reason")]
    public void Of_what_was_said_is_believed_within_bounds(string said, ErrorCode code, string message)
    {
        var failure = InsideFailure.Of(said);

        Assert.Equal((code, message), (failure.Code, failure.Message));
    }
}
