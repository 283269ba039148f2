using Whelk.Errors;

namespace Whelk.Vm.Commands;

/// <summary>A failure that decides the exit code of the command (127: not found, 126: not executable).</summary>
internal sealed class CommandFailedException(int exitCode, string message) : WhelkException(ErrorCode.InvalidArgument, message)
{
    internal int ExitCode { get; } = exitCode;
}
