using Whelk.Archives.Tar;
using Whelk.Archives.Trees;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Testing;
using Xunit;

namespace Whelk.Archives.Tests.Trees;

/// <summary>Unpacking as root, so chown and mknod work as they do in the daemon.</summary>
public sealed class TreeUnpackerTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly string _root;

    public TreeUnpackerTests()
    {
        _root = _scratch.Folder("root");
        _scratch.Folder("root/dest");
        _scratch.Folder("outside");
        _scratch.File("outside/file", "untouched");
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("../outside/file")]
    [InlineData("a/../../outside/file")]
    [InlineData("/../outside/file")]
    public void Unpack_name_that_leads_out_is_refused(string name)
    {
        var failure = Assert.Throws<WhelkException>(() => Unpack(tar => tar.File(name, "evil")));

        Assert.Equal(ErrorCode.InvalidArgument, failure.Code);
        Assert.Equal("untouched", File.ReadAllText(_scratch["outside/file"]));
    }

    [Theory]
    [InlineData("../../outside", "root/outside/file")]
    [InlineData("/../../../OUTSIDE", "root/OUTSIDE/file")]
    public void Unpack_through_a_link_stays_in_the_tree(string target, string inside)
    {
        var outside = _scratch["outside"][1..];
        Directory.CreateDirectory(Path.Combine(_root, outside));
        Directory.CreateDirectory(Path.Combine(_root, "outside"));

        Unpack(tar => tar.Symlink("link", target.Replace("OUTSIDE", outside, StringComparison.Ordinal)).File("link/file", "evil"));

        Assert.Equal("evil", File.ReadAllText(_scratch[inside.Replace("OUTSIDE", outside, StringComparison.Ordinal)]));
        Assert.Equal("untouched", File.ReadAllText(_scratch["outside/file"]));
    }

    [Fact]
    public void Unpack_through_a_link_to_nothing_is_refused()
    {
        Assert.Throws<WhelkException>(() => Unpack(tar => tar.Symlink("link", "missing").File("link/file", "evil")));

        Assert.Equal("missing", new FileInfo(Path.Combine(_root, "dest/link")).LinkTarget);
    }

    [Fact]
    public void Unpack_absolute_link_leads_to_the_trees_own_root()
    {
        _scratch.Folder("root/etc");

        Unpack(tar => tar.Symlink("link", "/etc").File("link/motd", "inside"));

        Assert.Equal("inside", File.ReadAllText(Path.Combine(_root, "etc/motd")));
    }

    [Fact]
    public void Unpack_hard_link_to_the_outside_is_refused()
    {
        Assert.Throws<WhelkException>(() => Unpack(tar => tar.Hardlink("stolen", "../../outside/file")));
        Assert.False(File.Exists(Path.Combine(_root, "dest/stolen")));
    }

    [Fact]
    public void Unpack_file_over_a_link_replaces_the_link()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "dest/f"), _scratch["outside/file"]);

        Unpack(tar => tar.File("f", "new"));

        Assert.Equal("new", File.ReadAllText(Path.Combine(_root, "dest/f")));
        Assert.Equal("untouched", File.ReadAllText(_scratch["outside/file"]));
    }

    [Fact]
    public void Unpack_folder_over_a_link_replaces_the_link_and_leaves_what_it_led_to()
    {
        const UnixFileMode Everything = (UnixFileMode)0x1FF;
        File.CreateSymbolicLink(Path.Combine(_root, "dest/l"), _scratch["outside"]);
        var before = File.GetUnixFileMode(_scratch["outside"]);

        Unpack(tar => tar.Folder("l", 0x1FF));

        Assert.Null(new DirectoryInfo(Path.Combine(_root, "dest/l")).LinkTarget);
        Assert.Equal(Everything, File.GetUnixFileMode(Path.Combine(_root, "dest/l")));
        Assert.Equal(before, File.GetUnixFileMode(_scratch["outside"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Unpack_kinds_that_differ_are_an_error_only_where_they_are_kept(bool keeps)
    {
        _scratch.Folder("root/dest/x");

        if (keeps)
        {
            var failure = Assert.Throws<WhelkException>(() => Unpack(tar => tar.File("x"), new UnpackOptions { KeepsKinds = true }));
            Assert.StartsWith("cannot overwrite directory", failure.Message, StringComparison.Ordinal);
        }
        else
        {
            Unpack(tar => tar.File("x", "file now"));
            Assert.Equal("file now", File.ReadAllText(Path.Combine(_root, "dest/x")));
        }
    }

    [Fact]
    public void Unpack_owner_is_the_one_asked_for()
    {
        Unpack(tar => tar.Folder("d").File("d/f"), new UnpackOptions { Owner = (1234, 4321) });

        using var folder = DirectoryHandle.Open(Path.Combine(_root, "dest/d"));
        var status = folder.TryStat(FilePath.From("f"))!;
        Assert.Equal((1234u, 4321u), (status.Uid, status.Gid));
    }

    [Fact]
    public void Unpack_folders_are_merged_and_missing_ones_made()
    {
        _scratch.File("root/dest/d/old", "old");

        Unpack(tar => tar.Folder("d", mode: 448).File("d/new", "new").File("p/q/r", "deep"));

        Assert.Equal("old", File.ReadAllText(Path.Combine(_root, "dest/d/old")));
        Assert.Equal("deep", File.ReadAllText(Path.Combine(_root, "dest/p/q/r")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_root, "dest/d")));
    }

    private void Unpack(Action<TarWriterForTests> write, UnpackOptions? options = null)
    {
        using var root = DirectoryHandle.Open(_root);
        using var archive = new MemoryStream(TarWriterForTests.Of(write));
        new TreeUnpacker(new FileTree(root), TreePath.Parse("/dest"), options ?? new UnpackOptions()).Unpack(new TarReader(archive), CancellationToken.None);
    }
}
