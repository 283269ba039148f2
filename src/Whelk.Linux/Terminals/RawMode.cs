using System.Runtime.InteropServices;
using Whelk.Linux.Native;

namespace Whelk.Linux.Terminals;

/// <summary>A terminal switched to raw mode until disposed. termios(3), cfmakeraw.</summary>
public sealed class RawMode : IDisposable
{
    private readonly SafeHandle _terminal;
    private readonly byte[] _before;
    private bool _restored;

    private RawMode(SafeHandle terminal, byte[] before)
    {
        _terminal = terminal;
        _before = before;
    }

    /// <summary>True where the descriptor number is a terminal.</summary>
    public static bool IsTerminal(int number) => Libc.isatty(number) == 1;

    /// <summary>Switches to raw mode; dispose to bring back what was there.</summary>
    public static unsafe RawMode Enter(SafeHandle terminal)
    {
        var before = new byte[Libc.sizeof_termios];
        var raw = stackalloc byte[Libc.sizeof_termios];

        // SAFETY: both buffers have the size of struct termios, held by the ABI test.
        fixed (byte* pointer = before)
        {
            SyscallResult.Check(Libc.tcgetattr(terminal, pointer), "tcgetattr", "terminal");
            before.CopyTo(new Span<byte>(raw, before.Length));
        }

        Libc.cfmakeraw(raw);
        SyscallResult.Check(Libc.tcsetattr(terminal, Libc.TCSANOW, raw), "tcsetattr", "terminal");
        return new RawMode(terminal, before);
    }

    /// <inheritdoc/>
    public unsafe void Dispose()
    {
        if (!_restored)
        {
            _restored = true;

            // SAFETY: the buffer was filled by tcgetattr.
            fixed (byte* pointer = _before)
            {
                _ = Libc.tcsetattr(_terminal, Libc.TCSANOW, pointer);
            }
        }
    }
}
