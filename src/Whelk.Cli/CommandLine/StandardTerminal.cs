using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Terminals;

namespace Whelk.Cli.CommandLine;

/// <summary>The terminal behind a standard descriptor.</summary>
internal static class StandardTerminal
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    /// <summary>The window's size; null where the descriptor is no terminal, or one that has no window.</summary>
    public static TerminalSize? SizeOf(int fd)
    {
        using var terminal = new SafeFileHandle(fd, ownsHandle: false);
        return PseudoTerminal.SizeOf(terminal) is { Rows: > 0 } size ? size : null;
    }
}
