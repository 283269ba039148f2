using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;

namespace Whelk.Vm.Relay;

/// <summary>The host's ends of a process: the descriptors that create or exec was given, or a terminal for all three.</summary>
internal sealed record Stdio(SafeFileHandle Input, SafeFileHandle Output, SafeFileHandle Error, bool IsTerminal)
{
    /// <summary>Descriptors 0, 1 and 2 of this process.</summary>
    internal static Stdio Inherited() => new(Descriptor.Inherited(0), Descriptor.Inherited(1), Descriptor.Inherited(2), IsTerminal: false);

    /// <summary>One terminal for everything.</summary>
    internal static Stdio Terminal(SafeFileHandle terminal) => new(terminal, terminal, terminal, IsTerminal: true);
}
