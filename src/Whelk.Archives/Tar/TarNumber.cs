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
        var negative = (field[0] & 0x40) != 0;
        var filler = negative ? 0xFF : 0;
        long value = negative ? -1 : 0;
        for (var i = 0; i < field.Length; i++)
        {
            var digit = i > 0 ? field[i] : (field[0] & 0x7F) | (negative ? 0x80 : 0);

            // The last eight bytes are the number; those before them, and its own first bit, may say nothing but its sign.
            if (i < field.Length - 8 ? digit != filler : i == field.Length - 8 && (digit & 0x80) != (filler & 0x80))
            {
                throw ArchiveErrors.InvalidHeader("a number is out of range");
            }

            value = (value << 8) | (uint)digit;
        }

        return value;
    }
}
