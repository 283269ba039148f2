using System.Text;
using CsCheck;
using Whelk.Errors;
using Whelk.Archives.Tar;
using Whelk.Testing;
using Xunit;

namespace Whelk.Archives.Tests.Tar;

public sealed class TarReaderTests
{
    [Fact]
    public void Next_pax_records_override_the_header()
    {
        var name = string.Concat(Enumerable.Repeat("long/", 60)) + "f";
        var entry = Single(tar => tar.Pax(("path", name), ("uid", "4000000000"), ("mtime", "-1.5"), ("SCHILY.xattr.user.a", "b\0c")).File("short"));

        Assert.Equal(name, entry.Name.ToString());
        Assert.Equal(4000000000u, entry.Metadata.Uid);
        Assert.Equal((-2L, 500_000_000L), (entry.Metadata.Seconds, entry.Metadata.Nanoseconds));
        var attribute = Assert.Single(entry.Metadata.Attributes);
        Assert.Equal("user.a", attribute.Name.ToString());
        Assert.Equal("b\0c"u8.ToArray(), attribute.Value.ToArray());
    }

    [Fact]
    public void Next_global_pax_records_hold_for_all_and_local_ones_win()
    {
        var entries = All(tar => tar.Global(("uid", "7")).File("a").Pax(("uid", "8")).File("b").File("c"));
        Assert.Equal([7u, 8u, 7u], entries.Select(entry => entry.Metadata.Uid));
    }

    [Theory]
    [InlineData("local headers before one entry", 'x', 12)]
    [InlineData("long names before one entry", 'L', 12)]
    [InlineData("names and headers before one entry", 'm', 12)]
    [InlineData("global headers of an archive", 'g', 2)]
    public void Next_extended_headers_are_bounded_together(string trick, char type, int count)
    {
        var error = Assert.Throws<WhelkException>(() => All(tar =>
        {
            for (var i = 0; i < count; i++)
            {
                var value = new string('v', type == 'g' ? 40_000 : 100_000);
                _ = type switch
                {
                    'x' => tar.Pax(($"SCHILY.xattr.user.{i}", value)),
                    'g' => tar.Global(($"SCHILY.xattr.user.{i}", value)).File($"f{i}"),
                    'm' when i % 2 == 0 => tar.Pax(($"SCHILY.xattr.user.{i}", value)),
                    _ => tar.Entry('L', "././@LongLink", content: value),
                };
            }

            tar.File("f");
        }));

        Assert.True(error.Code == ErrorCode.Corrupt, trick);
    }

    [Fact]
    public void Next_long_headers_of_many_entries_are_no_matter()
    {
        var entries = All(tar =>
        {
            for (var i = 0; i < 20; i++)
            {
                tar.Pax(("SCHILY.xattr.user.a", new string('v', 100_000))).File($"f{i}");
            }
        });

        Assert.Equal(20, entries.Count);
    }

    [Fact]
    public void Next_GNU_long_names_are_put_together()
    {
        var name = new string('n', 150);
        var link = new string('l', 150);
        var entry = Single(tar => tar.Entry('L', "././@LongLink", content: name + "\0").Entry('K', "././@LongLink", content: link + "\0").Symlink("n", "l"));
        Assert.Equal((name, link), (entry.Name.ToString(), entry.LinkName.ToString()));
    }

    [Fact]
    public void Next_ustar_prefix_is_put_in_front()
    {
        var entry = Single(tar => tar.Entry('0', "file", change: header => TarWriterForTests.Put(header, 345, "a/b")));
        Assert.Equal("a/b/file", entry.Name.ToString());
    }

    [Fact]
    public void Next_numbers_may_be_base_256()
    {
        var entry = Single(tar => tar.Entry('0', "f", change: header => new byte[] { 0x80, 0, 0, 0, 0xEE, 0x6B, 0x28, 0 }.CopyTo(header, 108)));
        Assert.Equal(4000000000u, entry.Metadata.Uid);
    }

    [Fact]
    public void Next_a_negative_time_in_base_256_is_read()
    {
        var entry = Single(tar => tar.Entry('0', "f", change: header => Enumerable.Repeat((byte)0xFF, 12).ToArray().CopyTo(header, 136)));
        Assert.Equal(-1, entry.Metadata.Seconds);
    }

    [Fact]
    public void Next_v7_folder_is_told_by_its_slash()
    {
        Assert.Equal(TarEntryKind.Directory, Single(tar => tar.Entry('\0', "d/", ustar: false)).Kind);
    }

    [Fact]
    public void Next_a_name_of_any_bytes_is_kept()
    {
        Assert.Equal([0xFF, 0xFE, (byte)'x'], Single(tar => tar.File("\u00FF\u00FEx")).Name.Bytes.ToArray());
    }

    [Fact]
    public void Next_unread_content_is_passed_over()
    {
        Assert.Equal(["a", "b"], All(tar => tar.File("a", new string('x', 5000)).File("b")).Select(entry => entry.Name.ToString()));
    }

    [Fact]
    public void Next_the_end_may_be_missing_as_for_Docker()
    {
        var writer = new TarWriterForTests();
        Assert.Single(Read(writer.File("a").ToArrayWithoutEnd()));
    }

    [Theory]
    [InlineData("old GNU")]
    [InlineData("pax 0.0")]
    [InlineData("pax 0.1")]
    [InlineData("pax 1.0")]
    public void Next_sparse_files_say_where_their_content_belongs(string form)
    {
        var reader = new TarReader(new MemoryStream(TarWriterForTests.Of(tar => WriteSparse(tar, form))));
        var entry = reader.Next()!;
        var content = new byte[100];
        var read = reader.ReadContent(content);

        Assert.Equal("sparse", entry.Name.ToString());
        Assert.Equal(10_000, entry.Size);
        Assert.Equal([new SparseRegion(512, 2), new SparseRegion(9_000, 3)], entry.Sparse);
        Assert.Equal("abcde", Encoding.ASCII.GetString(content, 0, read));
        Assert.Equal("next", reader.Next()!.Name.ToString());
    }

    [Theory]
    [InlineData("regions overlap", "0,10,5,10", 20, 20)]
    [InlineData("regions run backwards", "10,5,0,5", 20, 10)]
    [InlineData("region leaves the file", "15,10", 20, 10)]
    [InlineData("region ends beyond all numbers", "9223372036854775807,10", 20, 10)]
    [InlineData("content is left over", "0,5", 20, 10)]
    [InlineData("negative", "-1,5", 20, 5)]
    [InlineData("odd", "1,5,7", 20, 5)]
    [InlineData("no number", "a,b", 20, 5)]
    public void Next_contradictory_sparse_map_is_refused(string trick, string map, int size, int stored)
    {
        var error = Refused(TarWriterForTests.Of(tar => tar
            .Pax(("GNU.sparse.map", map), ("GNU.sparse.size", $"{size}")).File("f", new string('x', stored))));
        Assert.True(error.Code == ErrorCode.Corrupt, trick);
    }

    [Theory]
    [InlineData("no tar at all", "This is a text, which is longer than a block of an archive is; it goes on.")]
    [InlineData("HTML", "<html>")]
    [InlineData("one byte", "")]
    public void Next_what_is_no_archive_is_refused(string trick, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text + "\n", text.Length == 0 ? 1 : 2000 / text.Length)));
        Assert.True(Refused(bytes).Code == ErrorCode.Corrupt, trick);
    }

    public static TheoryData<string, byte[]> Damaged()
    {
        var good = TarWriterForTests.Of(tar => tar.File("a", new string('x', 2000)));
        var huge = TarWriterForTests.Of(tar => tar.Entry('0', "bomb", size: 8L << 30));
        return new TheoryData<string, byte[]>
        {
            { "cut in the header", good[..300] },
            { "cut in the content", good[..1000] },
            { "cut in the padding", good[..2600] },
            { "a bit flipped in the header", Flip(good, 10) },
            { "a size larger than the archive", huge },
            { "a size of all bits", TarWriterForTests.Of(tar => tar.Entry('0', "f", change: Fill(124, 12, 0x7F))) },
            { "a negative size", TarWriterForTests.Of(tar => tar.Entry('0', "f", change: Fill(124, 12, 0xFF))) },
            { "a size that is no number", TarWriterForTests.Of(tar => tar.Entry('0', "f", change: header => TarWriterForTests.Put(header, 124, "zzz"))) },
            { "an owner out of range", TarWriterForTests.Of(tar => tar.Pax(("uid", "4294967295")).File("f")) },
            { "a negative owner", TarWriterForTests.Of(tar => tar.Pax(("uid", "-1")).File("f")) },
            { "an empty name", TarWriterForTests.Of(tar => tar.File("")) },
            { "an empty link", TarWriterForTests.Of(tar => tar.Symlink("l", "")) },
            { "a name with NUL", TarWriterForTests.Of(tar => tar.Pax(("path", "a\0b")).File("f")) },
            { "an extended header of gigabytes", TarWriterForTests.Of(tar => tar.Entry('x', "pax", size: 4L << 30)) },
            { "a long name of gigabytes", TarWriterForTests.Of(tar => tar.Entry('L', "pax", size: 4L << 30)) },
            { "a pax record longer than its header", TarWriterForTests.Of(tar => tar.Entry('x', "pax", content: "99 path=a\n").File("f")) },
            { "a pax record of length 0", TarWriterForTests.Of(tar => tar.Entry('x', "pax", content: "0 path=a\n").File("f")) },
            { "a pax record of negative length", TarWriterForTests.Of(tar => tar.Entry('x', "pax", content: "-9 path=a\n").File("f")) },
            { "a pax record without a key", TarWriterForTests.Of(tar => tar.Entry('x', "pax", content: "5 =a\n").File("f")) },
            { "a pax size beyond all numbers", TarWriterForTests.Of(tar => tar.Pax(("size", "99999999999999999999")).File("f")) },
            { "a pax time that is none", TarWriterForTests.Of(tar => tar.Pax(("mtime", "1e9999")).File("f")) },
            { "an unknown type", TarWriterForTests.Of(tar => tar.Entry('!', "f")) },
            { "a block after an empty one", TarWriterForTests.Of(tar => tar.Raw(new string('\0', 512)).File("f")) },
            { "a sparse map of endless digits", TarWriterForTests.Of(tar => tar.Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0")).File("f", new string('1', 5000))) },
            { "a sparse map of a million regions", TarWriterForTests.Of(tar => tar.Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0")).File("f", "9999999\n")) },
        };
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Next_damaged_archive_is_refused(string trick, byte[] archive)
    {
        var error = Refused(archive);
        Assert.True(error.Code is ErrorCode.Corrupt or ErrorCode.Unsupported, $"{trick}: {error.Message}");
    }

    [Fact]
    public void Next_any_bytes_are_read_or_refused_with_a_code()
    {
        Gen.Byte.Array[0, 2000].Sample(bytes => ReadOrRefuse(bytes), iter: 2000);
    }

    [Fact]
    public void Next_any_flipped_byte_is_read_or_refused_with_a_code()
    {
        var good = TarWriterForTests.Of(tar =>
        {
            WriteSparse(tar, "old GNU");
            tar.Pax(("path", "x"), ("mtime", "1.5")).File("f").Symlink("l", "t");
            WriteSparse(tar, "pax 1.0");
        });
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Sample(change =>
        {
            var bad = good.ToArray();
            bad[change.Item1] = change.Item2;
            ReadOrRefuse(bad);
        });
    }

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            Read(bytes);
        }
        catch (WhelkException e) when (e.Code is ErrorCode.Corrupt or ErrorCode.Unsupported)
        {
            // Refused.
        }
    }

    private static void WriteSparse(TarWriterForTests tar, string form)
    {
        switch (form)
        {
            case "old GNU":
                tar.Entry('S', "sparse", content: "abcde", change: header =>
                {
                    TarWriterForTests.Put(header, 257, "ustar  \0");
                    TarWriterForTests.Put(header, 386, "00000001000\0" + "00000000002\0");
                    TarWriterForTests.Put(header, 410, "00000021450\0" + "00000000003\0");
                    TarWriterForTests.Put(header, 483, "00000023420");
                });
                break;
            case "pax 0.0":
                tar.Pax(("GNU.sparse.size", "10000"), ("GNU.sparse.offset", "512"), ("GNU.sparse.numbytes", "2"), ("GNU.sparse.offset", "9000"), ("GNU.sparse.numbytes", "3"))
                    .File("sparse", "abcde");
                break;
            case "pax 0.1":
                tar.Pax(("GNU.sparse.size", "10000"), ("GNU.sparse.name", "sparse"), ("GNU.sparse.map", "512,2,9000,3")).File("GNUSparseFile.1/sparse", "abcde");
                break;
            default:
                var map = "2\n512\n2\n9000\n3\n";
                tar.Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.name", "sparse"), ("GNU.sparse.realsize", "10000"))
                    .File("GNUSparseFile.1/sparse", map + new string('\0', 512 - map.Length) + "abcde");
                break;
        }

        tar.File("next");
    }

    private static byte[] Flip(byte[] bytes, int index)
    {
        var flipped = bytes.ToArray();
        flipped[index] ^= 1;
        return flipped;
    }

    private static Action<byte[]> Fill(int offset, int length, byte value) => header => header.AsSpan(offset, length).Fill(value);

    private static TarEntry Single(Action<TarWriterForTests> write) => Assert.Single(All(write));

    private static List<TarEntry> All(Action<TarWriterForTests> write) => Read(TarWriterForTests.Of(write));

    private static WhelkException Refused(byte[] bytes) => Assert.Throws<WhelkException>(() => Read(bytes));

    private static List<TarEntry> Read(byte[] bytes)
    {
        var reader = new TarReader(new MemoryStream(bytes));
        var entries = new List<TarEntry>();
        while (reader.Next() is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }
}
