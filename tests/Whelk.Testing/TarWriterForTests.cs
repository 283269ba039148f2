using System.Globalization;
using System.Text;

namespace Whelk.Testing;

/// <summary>Writes archives, good and bad, byte by byte; text is Latin-1, so that every byte can be written.</summary>
internal sealed class TarWriterForTests
{
    private readonly MemoryStream _bytes = new();

    public static byte[] Of(Action<TarWriterForTests> write)
    {
        var writer = new TarWriterForTests();
        write(writer);
        return writer.ToArray();
    }

    public TarWriterForTests File(string name, string content = "x", uint mode = 420) => Entry('0', name, content: content, mode: mode);

    public TarWriterForTests Folder(string name, uint mode = 493) => Entry('5', name, mode: mode);

    public TarWriterForTests Symlink(string name, string target) => Entry('2', name, target);

    public TarWriterForTests Hardlink(string name, string target) => Entry('1', name, target);

    public TarWriterForTests Pax(params (string Key, string Value)[] records) =>
        Entry('x', "pax", content: string.Concat(records.Select(record => Record(record.Key, record.Value))));

    public TarWriterForTests Global(params (string Key, string Value)[] records) =>
        Entry('g', "pax", content: string.Concat(records.Select(record => Record(record.Key, record.Value))));

    public TarWriterForTests Entry(
        char type, string name, string link = "", string content = "", uint mode = 420, long? size = null, uint major = 0, uint minor = 0, long time = 1_000_000_000,
        Action<byte[]>? change = null, bool ustar = true)
    {
        var header = new byte[512];
        Put(header, 0, name);
        Put(header, 100, Octal(mode, 7));
        Put(header, 108, Octal(0, 7));
        Put(header, 116, Octal(0, 7));
        Put(header, 124, Octal(size ?? content.Length, 11));
        Put(header, 136, Octal(time, 11));
        header[156] = (byte)type;
        Put(header, 157, link);
        if (ustar)
        {
            Put(header, 257, "ustar\000");
            Put(header, 329, Octal(major, 7));
            Put(header, 337, Octal(minor, 7));
        }

        change?.Invoke(header);
        Seal(header);
        _bytes.Write(header);
        return Raw(content).Raw(new string('\0', -content.Length & 511));
    }

    public TarWriterForTests Raw(string bytes)
    {
        _bytes.Write(Encoding.Latin1.GetBytes(bytes));
        return this;
    }

    public byte[] ToArray()
    {
        Raw(new string('\0', 1024));
        return _bytes.ToArray();
    }

    public byte[] ToArrayWithoutEnd() => _bytes.ToArray();

    public static void Put(byte[] header, int offset, string text) => Encoding.Latin1.GetBytes(text).CopyTo(header, offset);

    private static void Seal(byte[] header)
    {
        Put(header, 148, "        ");
        Put(header, 148, Octal(header.Sum(b => (long)b), 6) + "\0 ");
    }

    private static string Octal(long number, int digits) => Convert.ToString(number, 8).PadLeft(digits, '0');

    private static string Record(string key, string value)
    {
        var rest = $" {key}={value}\n";
        var length = rest.Length + 1;
        while (length != rest.Length + length.ToString(CultureInfo.InvariantCulture).Length)
        {
            length++;
        }

        return length.ToString(CultureInfo.InvariantCulture) + rest;
    }
}
