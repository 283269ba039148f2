using Whelk.Engine.Users;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Users;

public sealed class ImageFileTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Read_takes_the_topmost_tree_that_has_the_file()
    {
        _scratch.File("lower/etc/passwd", "lower");
        _scratch.File("upper/etc/passwd", "upper");
        _scratch.File("lower/etc/group", "lower group");

        Assert.Equal("upper", Read("etc/passwd"));
        Assert.Equal("lower group", Read("etc/group"));
        Assert.Equal(string.Empty, Read("etc/shadow"));
        Assert.Equal("lower", ImageFile.ReadText([_scratch["lower"], _scratch["gone"]], "etc/passwd"));
    }

    [Fact]
    public void Exists_asks_the_topmost_tree_that_has_something_there()
    {
        _scratch.File("lower/work", "a file");
        _scratch.File("lower/covered", "a file");
        _scratch.Folder("upper/covered");
        _scratch.Link("upper/link", "/work-of-the-host");
        IReadOnlyList<string> trees = [_scratch["lower"], _scratch["upper"]];

        Assert.True(ImageFile.Exists(trees, "/work"));
        Assert.False(ImageFile.Exists(trees, "/covered"));
        Assert.False(ImageFile.Exists(trees, "/link"));
        Assert.False(ImageFile.Exists(trees, "/nowhere"));
    }

    [Theory]
    [InlineData("absolute", "/etc/passwd")]
    [InlineData("upwards", "../../../../../../etc/passwd")]
    [InlineData("a loop", "passwd")]
    public void Read_of_a_link_never_leaves_the_tree(string trick, string target)
    {
        _scratch.Folder("upper/etc");
        _scratch.Link("upper/etc/passwd", target);

        Assert.True(Read("etc/passwd").Length == 0, trick);
    }

    [Fact]
    public void Read_of_a_folder_is_empty()
    {
        _scratch.Folder("upper/etc/passwd");

        Assert.Equal(string.Empty, Read("etc/passwd"));
    }

    [Fact]
    public void Read_of_an_endless_file_ends_at_a_limit()
    {
        _scratch.File("upper/etc/passwd", new string('x', 3 << 20));

        Assert.Equal(1 << 20, Read("etc/passwd").Length);
    }

    private string Read(string path) => ImageFile.ReadText([_scratch["lower"], _scratch["upper"]], path);
}
