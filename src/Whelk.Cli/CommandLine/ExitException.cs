using Whelk.Errors;

namespace Whelk.Cli.CommandLine;

/// <summary>A failure whose exit code says more than the command's usual one (126, 127).</summary>
internal sealed class ExitException(int exitCode, string message, WhelkException? inner = null)
    : WhelkException(inner?.Code ?? ErrorCode.InvalidArgument, message, inner)
{
    public int ExitCode { get; } = exitCode;
}
