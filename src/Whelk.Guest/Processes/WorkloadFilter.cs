using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Protocol;
using Whelk.Linux.Files;

namespace Whelk.Guest.Processes;

/// <summary>The filter of system calls that the host gave for the workload, in a file that every spawn reads; none until it is set.</summary>
internal sealed class WorkloadFilter
{
    private const int Fd = 4;

    private SafeFileHandle? _program;
    private uint _flags;

    internal void Set(SetupOperation.Seccomp operation)
    {
        Clear();
        _program = MemoryFile.Create("seccomp", operation.Program);
        _flags = operation.Flags;
    }

    internal void Clear()
    {
        _program?.Dispose();
        (_program, _flags) = (null, 0);
    }

    /// <summary>The words for spawn.</summary>
    internal string[] Arguments => _program is null ? [] : ["--seccomp", $"{Fd}", $"{_flags:x}"];

    /// <summary>The descriptors of spawn with the file among them.</summary>
    internal Dictionary<int, SafeHandle> With(Dictionary<int, SafeHandle> descriptors)
    {
        if (_program is not null)
        {
            descriptors[Fd] = _program;
        }

        return descriptors;
    }
}
