using System.Text;
using Whelk.Errors;
using Whelk.Archives.Tar;
using Whelk.Images.Layers;
using Whelk.Linux.Files;
using Whelk.Testing;
using Xunit;

namespace Whelk.Images.Tests.Layers;

public sealed class LayerUnpackerTests : IDisposable
{
    private readonly ScratchRoot _scratch = new();
    private readonly string _root;

    public LayerUnpackerTests()
    {
        _root = _scratch.Folder("root");
        File.WriteAllText(Path.Combine(_scratch, "outside"), "untouched");
        Directory.CreateDirectory(Path.Combine(_scratch, "out"));
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Unpack_files_keep_content_mode_owner_and_time()
    {
        Unpack(tar => tar.Folder("d", 0x1ED).Entry('0', "d/f", content: "hello", mode: 0xDED, time: 1_234_567_890, change: header => TarWriterForTests.Put(header, 108, "0000017")));

        var status = Stat("d", "f")!;
        Assert.Equal((FileKind.Regular, 0xDEDu, 15u, 5L), (status.Kind, status.Mode, status.Uid, status.Size));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_234_567_890).UtcDateTime, File.GetLastWriteTimeUtc(InRoot("d/f")));
    }

    [Fact]
    public void Unpack_folders_keep_their_time_though_files_come_after()
    {
        Unpack(tar => tar.Entry('5', "d", mode: 0x1ED, time: 1000).File("d/f").Entry('5', "./", mode: 0x1C0, time: 2000));

        Assert.Equal(1000, new DateTimeOffset(Directory.GetLastWriteTimeUtc(InRoot("d"))).ToUnixTimeSeconds());
        Assert.Equal(2000, new DateTimeOffset(Directory.GetLastWriteTimeUtc(_root)).ToUnixTimeSeconds());
        Assert.Equal(0x1C0u, Stat("root", ".", _scratch)!.Mode);
    }

    [Fact]
    public void Unpack_nodes_and_fifos_are_made_with_their_mode_whatever_the_umask()
    {
        Unpack(tar => tar.Entry('3', "null", mode: 0x1B6, major: 1, minor: 3).Entry('4', "disk", mode: 0x1B0, major: 259, minor: 65536).Entry('6', "fifo", mode: 0x1FF));

        Assert.Equal((FileKind.CharacterDevice, 0x1B6u, 0x103ul), (Stat("null")!.Kind, Stat("null")!.Mode, Stat("null")!.Device));
        Assert.Equal((FileKind.BlockDevice, (0x103ul << 8) | (65536ul << 12)), (Stat("disk")!.Kind, Stat("disk")!.Device));
        Assert.Equal((FileKind.Fifo, 0x1FFu), (Stat("fifo")!.Kind, Stat("fifo")!.Mode));
    }

    [Fact]
    public void Unpack_hard_links_share_the_file_and_links_to_themselves_do_nothing()
    {
        Unpack(tar => tar.File("a", "same").Hardlink("b", "a").Hardlink("c", "./b").Hardlink("a", "a"));
        Assert.Equal(3ul, Stat("a")!.Links);
        Assert.Equal("same", File.ReadAllText(InRoot("c")));
    }

    [Fact]
    public void Unpack_hard_link_to_a_symlink_links_the_symlink()
    {
        Unpack(tar => tar.Symlink("s", "/etc/passwd").Hardlink("h", "s"));
        Assert.Equal(FileKind.SymbolicLink, Stat("h")!.Kind);
    }

    [Fact]
    public void Unpack_symlinks_may_point_anywhere_but_are_not_followed()
    {
        Unpack(tar => tar.Symlink("abs", "/etc/passwd").Symlink("up", "../../../../outside").Symlink("gone", "nothing"));
        Assert.Equal("../../../../outside", new FileInfo(InRoot("up")).LinkTarget);
    }

    [Fact]
    public void Unpack_through_a_symlink_that_stays_inside_writes_there()
    {
        Unpack(tar => tar.Folder("usr").Folder("usr/lib").Symlink("lib", "usr/lib").File("lib/x", "in"));
        Assert.Equal("in", File.ReadAllText(InRoot("usr/lib/x")));
    }

    [Fact]
    public void Unpack_missing_folders_are_made()
    {
        Unpack(tar => tar.File("a/b/c/f").File("a/d/f"));
        Assert.Equal(0x1EDu, Stat("a/b", "c")!.Mode);
        Assert.True(File.Exists(InRoot("a/d/f")));
    }

    [Theory]
    [InlineData("file over file")]
    [InlineData("symlink over file")]
    [InlineData("file over symlink to outside")]
    [InlineData("folder over file")]
    [InlineData("folder over symlink to a folder outside")]
    [InlineData("file over a full folder")]
    [InlineData("folder over folder keeps what is in it")]
    public void Unpack_the_later_of_two_entries_wins(string rule)
    {
        var (write, check) = Duplicates()[rule];
        Unpack(write);
        Assert.True(check(), rule);
        AssertOutsideUntouched();
    }

    private Dictionary<string, (Action<TarWriterForTests> Write, Func<bool> Check)> Duplicates() => new()
    {
        ["file over file"] = (tar => tar.File("x", "long content").File("x", "new"), () => File.ReadAllText(InRoot("x")) == "new"),
        ["symlink over file"] = (tar => tar.File("x").Symlink("x", "y"), () => Stat("x")!.Kind == FileKind.SymbolicLink),
        ["file over symlink to outside"] = (tar => tar.Symlink("x", Outside).File("x", "new"), () => File.ReadAllText(InRoot("x")) == "new" && Stat("x")!.Kind == FileKind.Regular),
        ["folder over file"] = (tar => tar.File("x").Folder("x").File("x/y"), () => File.Exists(InRoot("x/y"))),
        ["folder over symlink to a folder outside"] = (tar => tar.Symlink("x", OutsideFolder).Folder("x").File("x/y"), () => Stat("x")!.Kind == FileKind.Directory),
        ["file over a full folder"] = (tar => tar.File("x/a/b/c").File("x", "new"), () => File.ReadAllText(InRoot("x")) == "new"),
        ["folder over folder keeps what is in it"] = (tar => tar.Folder("x").File("x/y").Folder("x", 0x1C0), () => File.Exists(InRoot("x/y")) && Stat("x")!.Mode == 0x1C0),
    };

    public static TheoryData<string> Escapes() =>
        [.. EscapeTable("").Keys];

    // What docker clamps to the root in its chroot is refused here: whoever writes such a name means harm or made a mistake.
    [Theory]
    [MemberData(nameof(Escapes))]
    public void Unpack_escape_is_refused_and_touches_nothing_outside(string trick)
    {
        var error = Assert.Throws<WhelkException>(() => Unpack(EscapeTable(_scratch)[trick]));
        Assert.True(error.Code == ErrorCode.Corrupt, $"{trick}: {error.Code} {error.Message}");
        AssertOutsideUntouched();
    }

    private static Dictionary<string, Action<TarWriterForTests>> EscapeTable(string scratch) => new()
    {
        ["parent"] = tar => tar.File("../outside"),
        ["parent after a folder"] = tar => tar.Folder("a").File("a/../../outside"),
        ["parent alone"] = tar => tar.Folder(".."),
        ["many parents"] = tar => tar.File(string.Concat(Enumerable.Repeat("../", 30)) + "tmp/whelk-escape"),
        ["absolute"] = tar => tar.File(scratch + "/outside"),
        ["absolute with many slashes"] = tar => tar.File("//" + scratch + "/outside"),
        ["absolute in a pax path"] = tar => tar.Pax(("path", scratch + "/outside")).File("innocent"),
        ["parent in a long name"] = tar => tar.Entry('L', "x", content: "../outside\0").File("innocent"),
        ["parent in a ustar prefix"] = tar => tar.Entry('0', "outside", change: header => TarWriterForTests.Put(header, 345, "..")),
        ["absolute symlink, then through it"] = tar => tar.Symlink("l", scratch).File("l/outside"),
        ["relative symlink, then through it"] = tar => tar.Symlink("l", "..").File("l/outside"),
        ["chain of symlinks, then through it"] = tar => tar.Symlink("a", "b").Symlink("b", "c").Symlink("c", "..").File("a/outside"),
        ["symlink below a symlink"] = tar => tar.Folder("d").Symlink("s", "d").Symlink("s/up", "../..").File("s/up/outside"),
        ["folder made through a symlink"] = tar => tar.Symlink("l", scratch).Folder("l/new"),
        ["folder of a file through a symlink"] = tar => tar.Symlink("l", scratch).File("l/new/file"),
        ["whiteout through a symlink"] = tar => tar.Symlink("l", scratch).File("l/.wh.outside"),
        ["opaque through a symlink"] = tar => tar.Symlink("l", scratch).File("l/.wh..wh..opq"),
        ["device through a symlink"] = tar => tar.Symlink("l", scratch).Entry('3', "l/null", major: 1, minor: 3),
        ["hard link to a parent"] = tar => tar.Hardlink("h", "../outside"),
        ["hard link to an absolute path"] = tar => tar.Hardlink("h", scratch + "/outside"),
        ["hard link through a symlink"] = tar => tar.Symlink("l", scratch).Hardlink("h", "l/outside"),
        ["hard link to a folder"] = tar => tar.Folder("d").Hardlink("h", "d"),
        ["hard link to nothing"] = tar => tar.Hardlink("h", "nothing"),
        ["hard link to the root"] = tar => tar.Hardlink("h", "."),
        ["swap a folder for a symlink"] = tar => tar.Folder("d").File("d/a").Symlink("d", scratch).File("d/outside"),
        ["swap a parent's parent for a symlink"] = tar => tar.File("a/b/c").Symlink("a", scratch).File("a/out/c"),
        ["swap by hard link to a symlink"] = tar => tar.Symlink("s", scratch).Folder("d").Hardlink("d", "s").File("d/outside"),
        ["symlink loop"] = tar => tar.Symlink("a", "b").Symlink("b", "a").File("a/f"),
        ["through a file"] = tar => tar.File("f").File("f/g"),
        ["through a dangling symlink"] = tar => tar.Symlink("l", "nothing").File("l/f"),
        ["through proc"] = tar => tar.Symlink("l", "/proc/self/root").File("l" + scratch + "/outside"),
        ["the root as a symlink"] = tar => tar.Symlink(".", scratch),
        ["the root as a file"] = tar => tar.File("./"),
        ["whiteout of the folder itself"] = tar => tar.File("d/.wh.."),
        ["whiteout of the parent"] = tar => tar.File("d/.wh..."),
        ["whiteout of no name"] = tar => tar.File("d/.wh."),
        ["a component of 256 bytes"] = tar => tar.Pax(("path", new string('n', 256))).File("n"),
        ["a path of 5000 bytes"] = tar => tar.Pax(("path", string.Concat(Enumerable.Repeat("n/", 2500)) + "f")).File("n"),
        ["a path of a megabyte"] = tar => tar.Entry('L', "x", content: string.Concat(Enumerable.Repeat("n/", 500_000)) + "f").File("n"),
        ["a symlink's target of 5000 bytes"] = tar => tar.Pax(("linkpath", new string('n', 5000))).Symlink("l", "n"),
    };

    [Fact]
    public void Unpack_whiteouts_become_what_overlayfs_reads()
    {
        var content = Unpack(tar => tar.File("a/.wh.gone").Folder("b").File("b/.wh..wh..opq").File(".wh..wh.plnk").File("both").File(".wh.both"));

        Assert.True(content.HasWhiteouts);
        Assert.Equal((FileKind.CharacterDevice, 0ul), (Stat("a", "gone")!.Kind, Stat("a", "gone")!.Device));
        Assert.Equal(["a", "b", "both"], Directory.GetFileSystemEntries(_root).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.GetFileSystemEntries(InRoot("b")));
        Assert.Equal(FileKind.Regular, Stat("both")!.Kind);
    }

    [Fact]
    public void Unpack_attributes_that_steer_overlayfs_are_dropped_and_others_kept()
    {
        Unpack(tar => tar.Pax(("SCHILY.xattr.trusted.overlay.redirect", "/etc"), ("SCHILY.xattr.trusted.overlay.opaque", "y"), ("SCHILY.xattr.trusted.mine", "v")).File("f"));

        Assert.Equal(["trusted.mine"], AttributesOf(InRoot("f")));
    }

    [Fact]
    public void Unpack_sparse_file_of_a_terabyte_takes_no_space()
    {
        Unpack(tar => tar.Pax(("GNU.sparse.map", "0,1,1099511627775,1"), ("GNU.sparse.size", "1099511627776")).File("f", "ab"));

        using var file = File.OpenRead(InRoot("f"));
        Assert.Equal(1L << 40, file.Length);
        Assert.Equal('a', file.ReadByte());
        file.Position = (1L << 40) - 1;
        Assert.Equal('b', file.ReadByte());
    }

    [Fact]
    public void Unpack_names_that_are_no_text_are_kept_and_can_be_removed()
    {
        Unpack(tar => tar.File("d/\u00FF\u00FE", "x"));
        using (var handle = DirectoryHandle.Open(InRoot("d")))
        {
            Assert.Equal([0xFF, 0xFE], Assert.Single(handle.ReadNames()).Bytes.ToArray());
        }

        using var root = DirectoryHandle.Open(_root);
        root.RemoveTree(FilePath.From("d"));
        Assert.Empty(root.ReadNames());
    }

    [Fact]
    public void Unpack_a_tree_deeper_than_any_path_is_removed_without_a_trace()
    {
        // Each link leads to the bottom of what was made so far, so the depth grows beyond PATH_MAX.
        var part = string.Join('/', Enumerable.Repeat("d", 500));
        Unpack(tar =>
        {
            for (var i = 0; i < 10; i++)
            {
                tar.Pax(("path", (i == 0 ? "" : $"l{i - 1}/") + part + "/f")).File("f");
                tar.Pax(("linkpath", (i == 0 ? "" : $"l{i - 1}/") + part)).Symlink($"l{i}", "x");
            }
        });
        using var scratch = DirectoryHandle.Open(_scratch);
        scratch.RemoveTree(FilePath.From("root"));
        Assert.False(Directory.Exists(_root));
    }

    private string Outside => Path.Combine(_scratch, "outside");

    private string OutsideFolder => Path.Combine(_scratch, "out");

    private string InRoot(string path) => Path.Combine(_root, path);

    private LayerContent Unpack(Action<TarWriterForTests> write)
    {
        using var root = DirectoryHandle.Open(_root);
        using var unpacker = new LayerUnpacker(root);
        return unpacker.Unpack(new TarReader(new MemoryStream(TarWriterForTests.Of(write))), CancellationToken.None);
    }

    private FileStatus? Stat(string name) => Stat(".", name);

    private FileStatus? Stat(string folder, string name, string? root = null)
    {
        using var directory = DirectoryHandle.Open(Path.Combine(root ?? _root, folder));
        return directory.TryStat(FilePath.From(name));
    }

    private void AssertOutsideUntouched()
    {
        Assert.Equal("untouched", File.ReadAllText(Outside));
        Assert.Empty(Directory.GetFileSystemEntries(OutsideFolder));
        Assert.Equal(["out", "outside", "root"], Directory.GetFileSystemEntries(_scratch).Select(Path.GetFileName).Order());
        Assert.False(File.Exists("/tmp/whelk-escape"));
        Assert.Equal(1ul, Stat(".", "outside", _scratch)!.Links);
    }

    private static IEnumerable<string> AttributesOf(string path)
    {
        var buffer = new byte[4096];
        var length = (int)TestLibc.llistxattr(path, buffer, buffer.Length);
        return Encoding.UTF8.GetString(buffer, 0, length).Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(name => !name.StartsWith("security.", StringComparison.Ordinal));
    }
}
