using System.Buffers.Text;
using System.Text;
using Whelk.Linux.Files;

namespace Whelk.Archives.Tar;

/// <summary>The records of an extended header: "length key=value\n" (POSIX.1-2001 pax, "pax Extended Header").</summary>
/// <param name="under">Those that hold where these say nothing: the archive's global ones.</param>
internal sealed class PaxRecords(PaxRecords? under = null)
{
    private const string AttributePrefix = "SCHILY.xattr.";
    private readonly Dictionary<string, byte[]> _records = new(StringComparer.Ordinal);
    private readonly List<long> _sparse = [];

    /// <summary>Numbers of the sparse form 0.0, which repeats its keys.</summary>
    public IReadOnlyList<long> SparseNumbers => _sparse;

    /// <summary>The value, or null where there is none. An empty value deletes the record, as the standard says.</summary>
    public byte[]? this[string key] => _records.TryGetValue(key, out var value) ? (value.Length > 0 ? value : null) : under?[key];

    /// <summary>The extended attributes, as star and Docker write them.</summary>
    public IReadOnlyList<ExtendedAttribute> Attributes() =>
    [
        .. from record in under is null ? _records : under._records.Where(record => !_records.ContainsKey(record.Key)).Concat(_records)
           where record.Key.Length > AttributePrefix.Length && record.Key.StartsWith(AttributePrefix, StringComparison.Ordinal)
           select new ExtendedAttribute(FilePath.From(record.Key[AttributePrefix.Length..]), record.Value),
    ];

    /// <summary>A whole number, or null where there is none.</summary>
    public long? Number(string key) => this[key] is not { } value
        ? null
        : Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length
            ? number
            : throw ArchiveErrors.InvalidHeader($"{key} is not a number");

    /// <summary>Seconds and nanoseconds of a decimal time that may be negative, or null where there is none.</summary>
    public (long Seconds, long Nanoseconds)? Time(string key)
    {
        const int NanosecondsPerSecond = 1_000_000_000;
        if (this[key] is not { } value)
        {
            return null;
        }

        if (!decimal.TryParse(Encoding.ASCII.GetString(value), System.Globalization.NumberStyles.Float & ~System.Globalization.NumberStyles.AllowExponent, null, out var time)
            || time < long.MinValue || time > long.MaxValue)
        {
            throw ArchiveErrors.InvalidHeader($"{key} is not a time");
        }

        var seconds = decimal.Floor(time);
        return ((long)seconds, (long)((time - seconds) * NanosecondsPerSecond));
    }

    /// <summary>Adds the records of a header; one that comes again replaces the earlier one.</summary>
    public void Add(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            if (!Utf8Parser.TryParse(content, out int length, out var used)
                || used + 2 > length || length > content.Length || content[used] != ' ' || content[length - 1] != '\n')
            {
                throw ArchiveErrors.InvalidHeader("a pax record is malformed");
            }

            AddRecord(content[(used + 1)..(length - 1)]);
            content = content[length..];
        }
    }

    private void AddRecord(ReadOnlySpan<byte> record)
    {
        var equals = record.IndexOf((byte)'=');
        if (equals <= 0 || record[..equals].Contains((byte)0))
        {
            throw ArchiveErrors.InvalidHeader("a pax record has no key");
        }

        var key = Encoding.UTF8.GetString(record[..equals]);
        var value = record[(equals + 1)..];
        if (key is "GNU.sparse.offset" or "GNU.sparse.numbytes")
        {
            _sparse.Add(SparseMap.Number(value));
        }
        else
        {
            _records[key] = value.ToArray();
        }
    }
}
