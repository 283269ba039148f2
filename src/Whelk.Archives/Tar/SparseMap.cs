using System.Buffers.Text;

namespace Whelk.Archives.Tar;

/// <summary>The forms in which GNU tar says where a sparse file has content (tar manual, "Storing Sparse Files").</summary>
internal static class SparseMap
{
    private const int MaximumRegions = 1 << 20;
    private const int OldRegionsInHeader = 4;
    private const int OldRegionsInBlock = 21;
    private const int OldRegionLength = 24;

    /// <summary>The old form, in the header and in blocks that follow it.</summary>
    public static IReadOnlyList<SparseRegion> ReadOld(ReadOnlySpan<byte> header, Func<byte[]> nextBlock)
    {
        const int InHeader = 386;
        const int ExtendedInHeader = 482;
        const int ExtendedInBlock = 504;
        var regions = new List<SparseRegion>();
        AddOld(header[InHeader..], OldRegionsInHeader, regions);
        for (var extended = header[ExtendedInHeader] != 0; extended;)
        {
            var block = nextBlock();
            AddOld(block, OldRegionsInBlock, regions);
            extended = block[ExtendedInBlock] != 0;
        }

        return regions;
    }

    /// <summary>Form 0.1, in one record: "offset,length,offset,length…".</summary>
    public static IReadOnlyList<SparseRegion> ParseList(ReadOnlySpan<byte> text)
    {
        var numbers = new List<long>();
        foreach (var part in text.Split((byte)','))
        {
            numbers.Add(Number(text[part]));
        }

        return Pair(numbers);
    }

    /// <summary>Form 1.0, at the start of the content: lines of decimal numbers, the count of regions first, filled up to a block.</summary>
    public static IReadOnlyList<SparseRegion> ReadLines(Func<byte[]> nextBlock)
    {
        var block = nextBlock();
        var position = 0;
        var count = NextLine(ref block, ref position, nextBlock);
        if (count > MaximumRegions)
        {
            throw ArchiveErrors.InvalidHeader("a sparse map is too long");
        }

        var numbers = new List<long>();
        for (var i = 0; i < count * 2; i++)
        {
            numbers.Add(NextLine(ref block, ref position, nextBlock));
        }

        return Pair(numbers);
    }

    /// <summary>Pairs of offset and length, as form 0.0 has them in separate records.</summary>
    public static IReadOnlyList<SparseRegion> Pair(IReadOnlyList<long> numbers)
    {
        if (numbers.Count % 2 != 0 || numbers.Count / 2 > MaximumRegions)
        {
            throw ArchiveErrors.InvalidHeader("a sparse map is not made of pairs");
        }

        return [.. Enumerable.Range(0, numbers.Count / 2).Select(i => new SparseRegion(numbers[2 * i], numbers[(2 * i) + 1]))];
    }

    /// <summary>Refuses regions that overlap, run backwards, leave the file or do not use up what the archive holds.</summary>
    public static void Validate(IReadOnlyList<SparseRegion> regions, long fileSize, long storedSize)
    {
        long end = 0;
        long stored = 0;
        foreach (var region in regions)
        {
            if (region.Offset < end || region.Length < 0 || region.Length > fileSize - region.Offset)
            {
                throw ArchiveErrors.InvalidHeader("a sparse map contradicts itself");
            }

            end = region.Offset + region.Length;
            stored += region.Length;
        }

        if (stored != storedSize)
        {
            throw ArchiveErrors.InvalidHeader("a sparse map does not fit its content");
        }
    }

    public static long Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long value, out var used) && used == digits.Length && value >= 0
            ? value
            : throw ArchiveErrors.InvalidHeader("a sparse map holds no number");

    private static void AddOld(ReadOnlySpan<byte> fields, int count, List<SparseRegion> regions)
    {
        for (var i = 0; i < count; i++)
        {
            var field = fields.Slice(i * OldRegionLength, OldRegionLength);
            if (field[0] == 0)
            {
                return;
            }

            regions.Add(new SparseRegion(TarNumber.Parse(field[..12]), TarNumber.Parse(field[12..])));
        }

        if (regions.Count > MaximumRegions)
        {
            throw ArchiveErrors.InvalidHeader("a sparse map is too long");
        }
    }

    private static long NextLine(ref byte[] block, ref int position, Func<byte[]> nextBlock)
    {
        const int MaximumDigits = 19;
        var digits = new List<byte>(MaximumDigits);
        for (;;)
        {
            if (position == block.Length)
            {
                block = nextBlock();
                position = 0;
            }

            var next = block[position++];
            if (next == (byte)'\n')
            {
                return Number(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(digits));
            }

            digits.Add(digits.Count < MaximumDigits ? next : throw ArchiveErrors.InvalidHeader("a sparse map holds no number"));
        }
    }
}
