using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class BindWordsTests
{
    [Theory]
    [InlineData("/a:/b", "/a", "/b", false, "rprivate")]
    [InlineData("/a:/b:rw", "/a", "/b", false, "rprivate")]
    [InlineData("/a:/b:ro", "/a", "/b", true, "rprivate")]
    [InlineData("/a:/b:z,ro", "/a", "/b", true, "rprivate")]
    [InlineData("/a:/b:ro,rslave", "/a", "/b", true, "rslave")]
    [InlineData("/a:/b/../c/", "/a", "/c", false, "rprivate")]
    [InlineData("/a b:/c d", "/a b", "/c d", false, "rprivate")]
    public void Path_is_bound(string bind, string source, string target, bool readOnly, string propagation)
    {
        var mount = BindWords.Parse(bind);

        Assert.Equal((MountKind.Bind, source, target, readOnly, propagation), (mount.Kind, mount.Source, mount.Destination, mount.ReadOnly, mount.Propagation));
    }

    [Theory]
    [InlineData("data:/b", "data", false, true)]
    [InlineData("data:/b:ro,nocopy", "data", true, false)]
    public void Name_is_a_volume(string bind, string name, bool readOnly, bool copiesUp)
    {
        var mount = BindWords.Parse(bind);

        Assert.Equal((MountKind.Volume, name, "/b", readOnly, copiesUp), (mount.Kind, mount.Volume, mount.Destination, mount.ReadOnly, mount.CopiesUp));
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("no target", "/a:")]
    [InlineData("no source", ":/b")]
    [InlineData("one word", "/a")]
    [InlineData("four words", "/a:/b:ro:x")]
    [InlineData("a target that is relative", "/a:b")]
    [InlineData("the root", "/a:/")]
    [InlineData("the root by dots", "/a:/.")]
    [InlineData("the root by going up", "/a:/b/..")]
    [InlineData("the root by going above it", "/a:/../../..")]
    [InlineData("the root twice", "/a://")]
    [InlineData("an unknown mode", "/a:/b:bogus")]
    [InlineData("two contrary modes", "/a:/b:ro,rw")]
    [InlineData("an empty mode", "/a:/b:ro,")]
    [InlineData("two propagations", "/a:/b:shared,slave")]
    [InlineData("a zero in the target", "/a:/b\0c")]
    [InlineData("a zero in the source", "/a\0:/b")]
    public void Parse_refuses(string trick, string bind)
    {
        var error = Record.Exception(() => BindWords.Parse(bind));

        Assert.True(error is WhelkException { Code: ErrorCode.InvalidArgument }, $"{trick}: {error}");
        Assert.True(error.Message.StartsWith($"invalid volume specification: '{bind}'", StringComparison.Ordinal) || error.Message == $"invalid mode: {bind.Split(':')[^1]}", error.Message);
    }

    [Theory]
    [InlineData("../a:/b")]
    [InlineData("./a:/b")]
    [InlineData("a/b:/b")]
    [InlineData("-a:/b")]
    public void Name_that_is_none_is_refused(string bind) =>
        Assert.Contains("includes invalid characters for a local volume name", Assert.Throws<WhelkException>(() => BindWords.Parse(bind)).Message);
}
