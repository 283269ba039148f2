using System.Globalization;
using System.Text;
using Whelk.Linux.Files;

namespace Whelk.Archives.Tar;

/// <summary>
/// Writes an archive from front to back: ustar headers, with a pax header in front of an entry that does not fit into one (POSIX.1-2001 pax). Times are whole
/// seconds, as Docker writes them. Not synchronised.
/// </summary>
/// <param name="target">Gets the archive; stays the caller's.</param>
public sealed class TarWriter(Stream target)
{
    private const int NameLength = 100;
    private const long LargestOctal7 = 0x1FFFFF; // 7 octal digits
    private const long LargestOctal11 = 0x1_FFFF_FFFF; // 11 octal digits
    private static readonly byte[] Zeros = new byte[TarHeader.BlockSize];

    /// <summary>Writes the headers of an entry. Of a file, <see cref="TarEntry.Size"/> bytes must follow by <see cref="WriteContent"/>, then <see cref="EndContent"/>.</summary>
    public void WriteHeader(TarEntry entry)
    {
        var records = ExtensionOf(entry);
        if (records.Length > 0)
        {
            target.Write(Block((byte)'x', "PaxHeaders.0/entry"u8, [], 0x1A4, 0, 0, records.Length, 0, 0, 0));
            target.Write(records);
            Pad(records.Length);
        }

        var metadata = entry.Metadata;
        target.Write(Block(
            TypeOf(entry.Kind),
            Cut(entry.Name.Bytes),
            entry.LinkName is { } link ? Cut(link.Bytes) : [],
            metadata.Mode,
            Fitting(metadata.Uid, LargestOctal7),
            Fitting(metadata.Gid, LargestOctal7),
            Fitting(entry.Size, LargestOctal11),
            Fitting(metadata.Seconds, LargestOctal11),
            entry.DeviceMajor,
            entry.DeviceMinor));
    }

    /// <summary>Some of a file's content.</summary>
    public void WriteContent(ReadOnlySpan<byte> content) => target.Write(content);

    /// <summary>Fills up to a whole block after a file's content.</summary>
    public void EndContent(long size) => Pad(size);

    /// <summary>The two empty blocks.</summary>
    public void WriteEnd()
    {
        target.Write(Zeros);
        target.Write(Zeros);
        target.Flush();
    }

    private static byte[] ExtensionOf(TarEntry entry)
    {
        var records = new MemoryStream();
        AddPath(records, "path", entry.Name);
        AddPath(records, "linkpath", entry.LinkName);
        AddNumber(records, "size", entry.Size, LargestOctal11);
        AddNumber(records, "uid", entry.Metadata.Uid, LargestOctal7);
        AddNumber(records, "gid", entry.Metadata.Gid, LargestOctal7);
        AddNumber(records, "mtime", entry.Metadata.Seconds, LargestOctal11);
        foreach (var attribute in entry.Metadata.Attributes)
        {
            Add(records, $"SCHILY.xattr.{attribute.Name}", attribute.Value.Span);
        }

        return records.ToArray();
    }

    private static void AddPath(MemoryStream records, string key, FilePath? path)
    {
        if (path is { } name && name.Bytes.Length > NameLength)
        {
            Add(records, key, name.Bytes);
        }
    }

    private static void AddNumber(MemoryStream records, string key, long number, long largest)
    {
        if (Fitting(number, largest) != number)
        {
            Add(records, key, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        }
    }

    // "length key=value\n", where the length counts itself.
    private static void Add(MemoryStream records, string key, ReadOnlySpan<byte> value)
    {
        var name = Encoding.UTF8.GetBytes(key);
        var rest = name.Length + value.Length + 3;
        var length = rest + Digits(rest);
        length = rest + Digits(length);
        records.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} ")));
        records.Write(name);
        records.WriteByte((byte)'=');
        records.Write(value);
        records.WriteByte((byte)'\n');
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text) => text.Length > NameLength ? text[..NameLength] : text;

    private static long Fitting(long number, long largest) => number < 0 || number > largest ? 0 : number;

    private static byte TypeOf(TarEntryKind kind) => kind switch
    {
        TarEntryKind.File => (byte)'0',
        TarEntryKind.HardLink => (byte)'1',
        TarEntryKind.SymbolicLink => (byte)'2',
        TarEntryKind.CharacterDevice => (byte)'3',
        TarEntryKind.BlockDevice => (byte)'4',
        TarEntryKind.Directory => (byte)'5',
        TarEntryKind.Fifo => (byte)'6',
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static byte[] Block(byte type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> link, uint mode, long uid, long gid, long size, long seconds, uint major, uint minor)
    {
        var block = new byte[TarHeader.BlockSize];
        name.CopyTo(block);
        Octal(block, 100, 8, mode);
        Octal(block, 108, 8, uid);
        Octal(block, 116, 8, gid);
        Octal(block, 124, 12, size);
        Octal(block, 136, 12, seconds);
        block[156] = type;
        link.CopyTo(block.AsSpan(157));
        "ustar\000"u8.CopyTo(block.AsSpan(257));
        Octal(block, 329, 8, major);
        Octal(block, 337, 8, minor);
        block.AsSpan(148, 8).Fill((byte)' ');
        Octal(block, 148, 7, block.Sum(value => (long)value));
        return block;
    }

    // Digits up to a NUL at the end of the field.
    private static void Octal(byte[] block, int start, int length, long number)
    {
        for (var at = start + length - 2; at >= start; at--)
        {
            block[at] = (byte)('0' + (number & 7));
            number >>= 3;
        }

        block[start + length - 1] = 0;
    }

    private void Pad(long size) => target.Write(Zeros.AsSpan(0, (int)(-size & (TarHeader.BlockSize - 1))));
}
