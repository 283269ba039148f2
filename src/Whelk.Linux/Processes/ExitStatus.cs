using System.Runtime.InteropServices;

namespace Whelk.Linux.Processes;

/// <summary>How a process ended: its exit code, or the signal that killed it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ExitStatus(int Code, int Signal)
{
    /// <summary>The status as shells and Docker show it: the code, or 128 + signal.</summary>
    public int ShellCode => Signal == 0 ? Code : 128 + Signal;

    /// <summary>True for exit code 0.</summary>
    public bool Succeeded => Signal == 0 && Code == 0;
}
