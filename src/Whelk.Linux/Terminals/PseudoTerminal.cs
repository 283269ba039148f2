using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Native;

namespace Whelk.Linux.Terminals;

/// <summary>A pseudo-terminal pair. pty(7), ioctl_tty(2).</summary>
public static class PseudoTerminal
{
    /// <summary>Opens a pair from the devpts at <paramref name="ptmx"/>; the caller disposes both ends.</summary>
    public static unsafe (SafeFileHandle Master, SafeFileHandle Peer) Open(string ptmx = "/dev/ptmx")
    {
        var master = Libc.Own(SyscallResult.Check(Libc.open(ptmx, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0), "open", ptmx));
        var unlocked = 0;

        // SAFETY: TIOCSPTLCK reads one int; TIOCGPTPEER takes open flags by value.
        SyscallResult.Check(Libc.ioctl(master, Libc.TIOCSPTLCK, &unlocked), "ioctl TIOCSPTLCK", ptmx);
        var peer = SyscallResult.Check(Libc.ioctl(master, Libc.TIOCGPTPEER, (void*)(nint)(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC)), "ioctl TIOCGPTPEER", ptmx);
        return (master, Libc.Own(peer));
    }

    /// <summary>Tells the terminal its size; the foreground processes get SIGWINCH.</summary>
    public static unsafe void Resize(SafeHandle terminal, TerminalSize size)
    {
        var winsize = new Libc.winsize { ws_row = size.Rows, ws_col = size.Columns };

        // SAFETY: TIOCSWINSZ reads one winsize.
        SyscallResult.Check(Libc.ioctl(terminal, Libc.TIOCSWINSZ, &winsize), "ioctl TIOCSWINSZ", "terminal");
    }

    /// <summary>The terminal's size, or null where the descriptor is no terminal.</summary>
    public static unsafe TerminalSize? SizeOf(SafeHandle terminal)
    {
        Libc.winsize winsize;

        // SAFETY: TIOCGWINSZ fills one winsize.
        return Libc.ioctl(terminal, Libc.TIOCGWINSZ, &winsize) == 0 ? new TerminalSize(winsize.ws_row, winsize.ws_col) : null;
    }
}
