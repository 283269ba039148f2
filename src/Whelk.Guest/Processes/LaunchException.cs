using Whelk.Errors;
using Whelk.Linux.Native;

namespace Whelk.Guest.Processes;

/// <summary>A process that did not start, with spawn's word for the step that failed.</summary>
internal sealed class LaunchException(Errno errno, string step, string subject)
    : WhelkException(ErrorCode.Internal, $"{step} {subject}: {errno}")
{
    internal Errno Errno { get; } = errno;

    internal string Step { get; } = step;

    internal string Subject { get; } = subject;
}
