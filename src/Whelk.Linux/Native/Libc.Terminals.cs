using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

internal static partial class Libc
{
    internal const nuint TIOCSCTTY = 0x540E;
    internal const nuint TIOCGWINSZ = 0x5413;
    internal const nuint TIOCSWINSZ = 0x5414;
    internal const nuint TIOCGPTPEER = 0x5441;
    internal const nuint TIOCSPTLCK = 0x40045431;
    internal const int TCSANOW = 0;
    internal const int sizeof_termios = 60;

    [StructLayout(LayoutKind.Sequential)]
    internal struct winsize
    {
        internal ushort ws_row;
        internal ushort ws_col;
        internal ushort ws_xpixel;
        internal ushort ws_ypixel;
    }

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int ioctl(SafeHandle fd, nuint request, void* argument);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int tcgetattr(SafeHandle fd, byte* termios);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int tcsetattr(SafeHandle fd, int actions, byte* termios);

    [LibraryImport(Library)]
    internal static unsafe partial void cfmakeraw(byte* termios);

    [LibraryImport(Library)]
    internal static partial int isatty(int fd);
}
