using Whelk.Errors;

namespace Whelk.Api.Http;

/// <summary>The one place where an error's code becomes a status of the API.</summary>
internal static class HttpStatus
{
    internal static int Of(ErrorCode code) => code switch
    {
        ErrorCode.InvalidArgument => 400,
        ErrorCode.Unauthenticated => 401,
        ErrorCode.Denied => 403,
        ErrorCode.NotFound => 404,
        ErrorCode.AlreadyExists or ErrorCode.Conflict or ErrorCode.InvalidState => 409,
        ErrorCode.Unsupported => 501,
        ErrorCode.Unavailable => 503,
        ErrorCode.Internal or ErrorCode.Timeout or ErrorCode.Corrupt => 500,
        _ => 500,
    };

    internal static string Reason(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
}
