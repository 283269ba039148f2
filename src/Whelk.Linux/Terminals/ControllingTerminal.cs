using System.Runtime.InteropServices;
using Whelk.Linux.Native;

namespace Whelk.Linux.Terminals;

/// <summary>The terminal of this process's session. ioctl_tty(2).</summary>
public static class ControllingTerminal
{
    /// <summary>Makes it ours: its hang-up and its changes of size reach this process, which must lead a session.</summary>
    public static unsafe void Take(SafeHandle terminal)
    {
        // SAFETY: TIOCSCTTY takes an int by value; 0 steals from nobody.
        SyscallResult.Check(Libc.ioctl(terminal, Libc.TIOCSCTTY, null), "ioctl TIOCSCTTY", "terminal");
    }
}
