using System.Numerics;

namespace Whelk.Archives.Tar;

/// <summary>Numbers of a header: octal digits, or base 256 where the first bit is set (GNU tar, star).</summary>
internal static class TarNumber
{
    public static long Parse(ReadOnlySpan<byte> field) => (field[0] & 0x80) != 0 ? ParseBase256(field) : ParseOctal(field);

    private static long ParseOctal(ReadOnlySpan<byte> field)
    {
        var digits = field.Trim(" \0"u8);
        long value = 0;
        foreach (var digit in digits)
        {
            // A NUL or blank ends the number; what some old programs leave behind it is not read.
            if (digit is 0 or (byte)' ')
            {
                break;
            }

            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3)
            {
                throw ArchiveErrors.InvalidHeader("a number is not octal");
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    // Two's complement over the whole field, its first bit being the mark and its second the sign.
    private static long ParseBase256(ReadOnlySpan<byte> field)
    {
        Span<byte> copy = stackalloc byte[field.Length];
        field.CopyTo(copy);
        copy[0] = (byte)((copy[0] & 0x40) != 0 ? copy[0] | 0x80 : copy[0] & 0x7F);
        var value = new BigInteger(copy, isUnsigned: false, isBigEndian: true);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : throw ArchiveErrors.InvalidHeader("a number is out of range");
    }
}
