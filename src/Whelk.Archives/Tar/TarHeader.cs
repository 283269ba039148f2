namespace Whelk.Archives.Tar;

/// <summary>The fields of one header block (POSIX.1-2001 pax, "ustar Interchange Format"; GNU tar's tar.h).</summary>
internal sealed record TarHeader
{
    public const int BlockSize = 512;

    /// <summary>Empty where there is none; without NUL.</summary>
    public required byte[] Name { get; init; }

    public required byte[] LinkName { get; init; }

    public required byte Type { get; init; }

    public required uint Mode { get; init; }

    public required long Uid { get; init; }

    public required long Gid { get; init; }

    public required long Size { get; init; }

    public required long Seconds { get; init; }

    public required long DeviceMajor { get; init; }

    public required long DeviceMinor { get; init; }

    /// <summary>Of the type 'S': the real size of an old GNU sparse file.</summary>
    public long RealSize { get; init; }

    /// <exception cref="Whelk.Errors.WhelkException">Corrupt: the checksum is wrong or a number is none.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        VerifyChecksum(block);
        var gnu = block.Slice(257, 8).SequenceEqual("ustar  \0"u8);
        var ustar = !gnu && block.Slice(257, 5).SequenceEqual("ustar"u8);
        var devices = gnu || ustar;
        var type = block[156];
        return new TarHeader
        {
            Name = ustar ? Join(Text(block.Slice(345, 155)), Text(block[..100])) : Text(block[..100]).ToArray(),
            LinkName = Text(block.Slice(157, 100)).ToArray(),
            Type = type,
            Mode = (uint)(TarNumber.Parse(block.Slice(100, 8)) & 0xFFF),
            Uid = TarNumber.Parse(block.Slice(108, 8)),
            Gid = TarNumber.Parse(block.Slice(116, 8)),
            Size = TarNumber.Parse(block.Slice(124, 12)),
            Seconds = TarNumber.Parse(block.Slice(136, 12)),
            DeviceMajor = devices ? TarNumber.Parse(block.Slice(329, 8)) : 0,
            DeviceMinor = devices ? TarNumber.Parse(block.Slice(337, 8)) : 0,
            RealSize = type == (byte)'S' ? TarNumber.Parse(block.Slice(483, 12)) : 0,
        };
    }

    // Some old programs added the bytes as signed numbers; both sums are good, as in every reader.
    private static void VerifyChecksum(ReadOnlySpan<byte> block)
    {
        const int Start = 148;
        const int Length = 8;
        long unsigned = Length * ' ';
        long signed = Length * ' ';
        for (var i = 0; i < BlockSize; i++)
        {
            if (i is < Start or >= Start + Length)
            {
                unsigned += block[i];
                signed += (sbyte)block[i];
            }
        }

        var expected = TarNumber.Parse(block.Slice(Start, Length));
        if (expected != unsigned && expected != signed)
        {
            throw ArchiveErrors.InvalidHeader("the checksum is wrong");
        }
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    private static byte[] Join(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name) =>
        prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name];
}
