using Whelk.Linux.Files;

namespace Whelk.Archives.Tar;

public sealed partial class TarReader
{
    private TarEntry ToEntry(TarHeader header, Extension extension)
    {
        var pax = extension.Pax;
        var name = pax["GNU.sparse.name"] ?? pax["path"] ?? extension.LongName ?? header.Name;
        var kind = KindOf(header.Type, name);
        var link = pax["linkpath"] ?? extension.LongLink ?? header.LinkName;
        var entry = new TarEntry
        {
            Kind = kind,
            Name = ToPath(name, "name"),
            LinkName = kind is TarEntryKind.HardLink or TarEntryKind.SymbolicLink ? ToPath(link, "link target") : null,
            Metadata = ToMetadata(header, pax),
            DeviceMajor = ToUnsigned(header.DeviceMajor, "a device number"),
            DeviceMinor = ToUnsigned(header.DeviceMinor, "a device number"),
        };

        // Only files have content; a size that another kind declares is ignored, as Docker does.
        return kind == TarEntryKind.File ? WithContent(entry, header, pax) : entry;
    }

    private TarEntry WithContent(TarEntry entry, TarHeader header, PaxRecords pax)
    {
        Begin(pax.Number("size") ?? header.Size);
        if (ReadSparse(header, pax) is not { } regions)
        {
            return entry with { Size = _stored };
        }

        var size = pax.Number("GNU.sparse.realsize") ?? pax.Number("GNU.sparse.size") ?? header.RealSize;
        SparseMap.Validate(regions, size, _stored);
        return entry with { Size = size, Sparse = regions };
    }

    private IReadOnlyList<SparseRegion>? ReadSparse(TarHeader header, PaxRecords pax)
    {
        if (header.Type == (byte)'S')
        {
            return SparseMap.ReadOld(_block, ReadExtensionBlock);
        }

        if (pax["GNU.sparse.major"] is { } major)
        {
            return major.AsSpan().SequenceEqual("1"u8)
                ? SparseMap.ReadLines(ReadContentBlock)
                : throw ArchiveErrors.Unsupported("a sparse file of an unknown GNU format");
        }

        if (pax["GNU.sparse.map"] is { } map)
        {
            return SparseMap.ParseList(map);
        }

        return pax.SparseNumbers.Count > 0 ? SparseMap.Pair(pax.SparseNumbers) : null;
    }

    // Blocks of the old form stand between the header and the content and are not counted in its size.
    private byte[] ReadExtensionBlock()
    {
        var block = new byte[TarHeader.BlockSize];
        return stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) == block.Length ? block : throw ArchiveErrors.UnexpectedEnd();
    }

    private byte[] ReadContentBlock()
    {
        var block = new byte[TarHeader.BlockSize];
        ReadStored(block);
        return block;
    }

    private static TarEntryKind KindOf(byte type, ReadOnlySpan<byte> name) => (char)type switch
    {
        '\0' when name.EndsWith((byte)'/') => TarEntryKind.Directory, // as archives older than ustar have it
        '\0' or '0' or '7' or 'S' => TarEntryKind.File,
        '1' => TarEntryKind.HardLink,
        '2' => TarEntryKind.SymbolicLink,
        '3' => TarEntryKind.CharacterDevice,
        '4' => TarEntryKind.BlockDevice,
        '5' => TarEntryKind.Directory,
        '6' => TarEntryKind.Fifo,
        'M' => throw ArchiveErrors.Unsupported("the archive goes on in another volume"),
        _ => throw ArchiveErrors.Unsupported($"unhandled tar header type {type}"),
    };

    private static FileMetadata ToMetadata(TarHeader header, PaxRecords pax)
    {
        var (seconds, nanoseconds) = pax.Time("mtime") ?? (header.Seconds, 0);
        return new FileMetadata
        {
            Uid = ToUnsigned(pax.Number("uid") ?? header.Uid, "an owner"),
            Gid = ToUnsigned(pax.Number("gid") ?? header.Gid, "a group"),
            Mode = header.Mode,
            Seconds = seconds,
            Nanoseconds = nanoseconds,
            Attributes = pax.Attributes(),
        };
    }

    // The highest number means "unchanged" to chown(2).
    private static uint ToUnsigned(long value, string what) =>
        value is >= 0 and < uint.MaxValue ? (uint)value : throw ArchiveErrors.InvalidHeader($"{what} is out of range");

    private static FilePath ToPath(ReadOnlySpan<byte> bytes, string what) => bytes.IsEmpty || bytes.Contains((byte)0)
        ? throw ArchiveErrors.InvalidHeader($"a {what} is empty or has a NUL in it")
        : FilePath.From(bytes);
}
