using Whelk.Errors;

namespace Whelk.Engine.Inside;

/// <summary>Why a look into a workload failed: the last line is a code, a blank and a reason, or a reason of the runtime's own.</summary>
internal static class InsideFailure
{
    // What a workload may say: that something is wrong with the daemon is none of it.
    private static readonly ErrorCode[] Believed =
        [ErrorCode.InvalidArgument, ErrorCode.NotFound, ErrorCode.AlreadyExists, ErrorCode.Conflict, ErrorCode.Unsupported, ErrorCode.Denied, ErrorCode.Corrupt, ErrorCode.Unavailable];

    internal static WhelkException Of(string said)
    {
        var line = said.Trim().Split('\n')[^1];
        var text = string.Concat(line.Select(letter => char.IsControl(letter) ? '?' : letter));
        if (text.Contains("container not running", StringComparison.Ordinal))
        {
            return new WhelkException(ErrorCode.Conflict, "container is not running");
        }

        return text.Split(' ', 2) is [var word, var reason] && Enum.TryParse<ErrorCode>(word, out var code) && Believed.Contains(code)
            ? new WhelkException(code, reason)
            : new WhelkException(ErrorCode.Internal, text.Length > 0 ? text : "looking into the container failed without a reason");
    }
}
