using Microsoft.Win32.SafeHandles;

namespace Whelk.Guest.Processes;

/// <summary>A running process and our ends of its pipes; of a terminal, <see cref="Input"/> and <see cref="Output"/> are the same master.</summary>
internal sealed record LaunchedProcess(int Pid, SafeFileHandle Input, SafeFileHandle Output, SafeFileHandle? Error)
{
    internal bool HasTerminal => Error is null;
}
