using Whelk.Cli.Copying;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Copying;

public sealed class CopyPlanTests
{
    [Theory]
    [InlineData(false, "/dir", true, "/dir", null)]
    [InlineData(true, "/dir", true, "/dir", null)]
    [InlineData(false, "/dir/file", false, "/dir", "file")]
    [InlineData(false, "/dir/new", null, "/dir", "new")]
    [InlineData(true, "/dir/new", null, "/dir", "new")]
    [InlineData(true, "/dir/new/", null, "/dir", "new")]
    [InlineData(true, "/new", null, "/", "new")]
    public void Of_place_and_name_are_those_of_docker(bool sourceIsFolder, string target, bool? targetIsFolder, string folder, string? name) =>
        Assert.Equal(new CopyPlan(folder, name), CopyPlan.Of(sourceIsFolder, target, targetIsFolder));

    [Theory]
    [InlineData(true, "/file", false, "cannot copy directory")]
    [InlineData(false, "/new/", null, "no such directory")]
    public void Of_what_cannot_be_is_refused(bool sourceIsFolder, string target, bool? targetIsFolder, string message) =>
        Assert.Equal(message, Assert.Throws<WhelkException>(() => CopyPlan.Of(sourceIsFolder, target, targetIsFolder)).Message);

    [Theory]
    [InlineData("c:/etc", "c", "/etc")]
    [InlineData("c:", "c", "")]
    [InlineData("./a:b", null, "./a:b")]
    [InlineData("/a:b", null, "/a:b")]
    [InlineData("-", null, "-")]
    public void Parse_tells_a_workload_from_a_path(string text, string? container, string path) => Assert.Equal(new ContainerPath(container, path), ContainerPath.Parse(text));
}
