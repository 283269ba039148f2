using System.Text;
using CsCheck;
using Whelk.Archives.Tar;
using Whelk.Linux.Files;
using Xunit;

namespace Whelk.Archives.Tests.Tar;

public sealed class TarWriterTests
{
    private static readonly Gen<FilePath> Names = Gen.Byte[1, 255].Array[1, 300].Select(bytes => FilePath.From(bytes));

    [Fact]
    public void WriteHeader_any_entry_is_read_back()
    {
        var entries = Gen.Select(Names, Names, Gen.UInt[0, uint.MaxValue - 1], Gen.UInt[0, 0xFFF], Gen.Long[-10_000_000_000, 10_000_000_000]);
        entries.Sample((name, link, id, mode, seconds) =>
        {
            var written = new TarEntry
            {
                Kind = TarEntryKind.SymbolicLink,
                Name = name,
                LinkName = link,
                Metadata = new FileMetadata { Uid = id, Gid = id, Mode = mode, Seconds = seconds },
            };

            var read = Assert.Single(ReadAll(Archive(written)));
            Assert.Equal((name, link, id, id, mode, seconds), (read.Name, read.LinkName!.Value, read.Metadata.Uid, read.Metadata.Gid, read.Metadata.Mode, read.Metadata.Seconds));
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(70_000)]
    public void WriteContent_length_is_filled_up_to_blocks(int length)
    {
        var content = new byte[length];
        Array.Fill(content, (byte)'c');
        using var archive = new MemoryStream();
        var writer = new TarWriter(archive);
        writer.WriteHeader(File("f", length));
        writer.WriteContent(content);
        writer.EndContent(length);
        writer.WriteHeader(File("g", 0));
        writer.WriteEnd();

        Assert.Equal(0, archive.Length % 512);
        archive.Position = 0;
        var reader = new TarReader(archive);
        Assert.Equal(length, reader.Next()!.Size);
        Assert.Equal("g", reader.Next()!.Name.ToString());
        Assert.Null(reader.Next());
    }

    [Fact]
    public void WriteHeader_capability_is_kept()
    {
        var entry = File("f", 0);
        var attribute = new ExtendedAttribute(FilePath.From("security.capability"), Encoding.Latin1.GetBytes("\u0001\0\n= x"));

        var read = Assert.Single(ReadAll(Archive(entry with { Metadata = entry.Metadata with { Attributes = [attribute] } })));

        var kept = Assert.Single(read.Metadata.Attributes);
        Assert.Equal(attribute.Value.ToArray(), kept.Value.ToArray());
    }

    private static TarEntry File(string name, long size) => new()
    {
        Kind = TarEntryKind.File,
        Name = FilePath.From(name),
        Size = size,
        Metadata = new FileMetadata { Uid = 0, Gid = 0, Mode = 0x1A4, Seconds = 0 },
    };

    private static MemoryStream Archive(TarEntry entry)
    {
        var archive = new MemoryStream();
        var writer = new TarWriter(archive);
        writer.WriteHeader(entry);
        writer.WriteEnd();
        archive.Position = 0;
        return archive;
    }

    private static List<TarEntry> ReadAll(Stream archive)
    {
        var reader = new TarReader(archive);
        var entries = new List<TarEntry>();
        while (reader.Next() is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }
}
