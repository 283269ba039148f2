using System.Net;
using Whelk.Errors;

namespace Whelk.Cli.Client;

/// <summary>The daemon answered, and the answer was no.</summary>
internal sealed class EngineException(int status, string reason) : WhelkException(CodeOf(status), $"Error response from daemon: {reason}")
{
    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>The daemon's own words.</summary>
    public string Reason { get; } = reason;

    private static ErrorCode CodeOf(int status) => (HttpStatusCode)status switch
    {
        HttpStatusCode.BadRequest => ErrorCode.InvalidArgument,
        HttpStatusCode.Forbidden => ErrorCode.Denied,
        HttpStatusCode.NotFound => ErrorCode.NotFound,
        HttpStatusCode.Conflict => ErrorCode.Conflict,
        HttpStatusCode.NotImplemented => ErrorCode.Unsupported,
        HttpStatusCode.ServiceUnavailable => ErrorCode.Unavailable,
        _ => ErrorCode.Internal,
    };
}
