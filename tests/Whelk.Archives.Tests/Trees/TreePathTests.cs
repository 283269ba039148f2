using Whelk.Archives.Trees;
using Xunit;

namespace Whelk.Archives.Tests.Trees;

public sealed class TreePathTests
{
    [Theory]
    [InlineData("/", "/", "/", true)]
    [InlineData("", "/", "/", true)]
    [InlineData(".", "/", ".", true)]
    [InlineData("etc", "/etc", "etc", false)]
    [InlineData("/etc/", "/etc", "etc", true)]
    [InlineData("/etc/.", "/etc", ".", true)]
    [InlineData("//a/./b//../c", "/a/c", "c", false)]
    [InlineData("../../etc/passwd", "/etc/passwd", "passwd", false)]
    [InlineData("/..", "/", "/", false)]
    [InlineData("/.hidden.", "/.hidden.", ".hidden.", false)]
    public void Parse_any_way_of_writing_ends_below_the_root(string text, string whole, string name, bool isFolder)
    {
        var path = TreePath.Parse(text);

        Assert.Equal((whole, name, isFolder), (path.ToString(), path.BaseName, path.IsFolder));
    }
}
