namespace Whelk.Linux.Native;

/// <summary>The C library's functions that Whelk calls, one file per aspect; names and constants are exactly those of C.</summary>
internal static partial class Libc
{
    private const string Library = "libc";
}
