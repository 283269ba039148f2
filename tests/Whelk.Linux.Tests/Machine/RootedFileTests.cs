using Whelk.Linux.Files;
using Whelk.Linux.Machine;
using Whelk.Linux.Native;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Machine;

public sealed class RootedFileTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly string _root;

    public RootedFileTests()
    {
        _scratch.File("secret", "outside");
        _scratch.File("root/etc/passwd", "inside");
        _scratch.File("root/secret", "the root's own");
        _scratch.File("root/a/b/file", "deep");
        _root = _scratch["root"];
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("/etc/passwd", "inside")]
    [InlineData("etc/passwd", "inside")]
    [InlineData("a/../etc/passwd", "inside")]
    [InlineData("../../../../etc/passwd", "inside")]
    [InlineData("/../secret", "the root's own")]
    public void TryOpen_path_never_leaves_the_root(string path, string content) => Assert.Equal(content, Read(path));

    [Theory]
    [InlineData("absolute", "/etc/passwd", "inside")]
    [InlineData("upwards", "../../../../../secret", "the root's own")]
    [InlineData("relative", "a/b/file", "deep")]
    [InlineData("to the root of roots", "/../../..//secret", "the root's own")]
    public void TryOpen_link_is_followed_inside_the_root(string name, string target, string content)
    {
        _scratch.Link("root/" + name, target);

        Assert.Equal(content, Read(name));
    }

    [Fact]
    public void TryOpen_folder_that_is_a_link_is_followed_inside_the_root()
    {
        _scratch.Link("root/usr", "/a/b");
        _scratch.Link("root/up", "../..");

        Assert.Equal("deep", Read("usr/file"));
        Assert.Equal("the root's own", Read("up/secret"));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("missing/file")]
    [InlineData("etc/passwd/file")]
    [InlineData("etc")]
    [InlineData("loop")]
    [InlineData("dangling")]
    [InlineData("fifo")]
    [InlineData("device")]
    public void TryOpen_of_what_is_no_regular_file_is_null(string path)
    {
        _scratch.Link("root/loop", "loop");
        _scratch.Link("root/dangling", "/nothing/here");
        using (var root = DirectoryHandle.Open(_root))
        {
            root.MakeNode(FilePath.From("fifo"), FileKind.Fifo, 0, 0);
            root.MakeNode(FilePath.From("device"), FileKind.CharacterDevice, 1, 5);
        }

        using var file = RootedFile.TryOpen(_root, path);
        Assert.Null(file);
    }

    [Fact]
    public void TryOpen_in_a_root_that_is_missing_throws() =>
        Assert.Equal(Errno.ENOENT, Assert.Throws<SyscallException>(() => RootedFile.TryOpen(_scratch["gone"], "x")).Errno);

    private string? Read(string path)
    {
        using var handle = RootedFile.TryOpen(_root, path);
        if (handle is null)
        {
            return null;
        }

        using var file = new StreamReader(new FileStream(handle, FileAccess.Read));
        return file.ReadToEnd();
    }
}
