using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class MountBuilderTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Build_mounts_the_kernels_first_then_folders_before_what_is_in_them()
    {
        var host = new HostOptions { Binds = ["/deep:/data/in/deep", "/srv:/data:ro"], Tmpfs = new Dictionary<string, string> { ["/tmp"] = "size=1m,exec" }, ShmSize = 1048576 };
        var mounts = MountBuilder.Build(TestWorkload.Bundle(_scratch, host));

        Assert.Equal(
            ["/proc", "/dev", "/dev/pts", "/sys", "/sys/fs/cgroup", "/dev/mqueue", "/dev/shm", "/tmp", "/data", "/etc/resolv.conf", "/etc/hostname", "/etc/hosts", "/data/in/deep"],
            mounts.Select(mount => mount.Destination));
        Assert.Contains("size=1048576", mounts[6].Options!);
        Assert.Equal(["noexec", "nosuid", "nodev", "size=1m", "exec"], mounts[7].Options);
        Assert.Equal(("/srv", "bind"), (mounts[8].Source, mounts[8].Type));
    }

    [Theory]
    [InlineData("/a:/b", "/a", "/b", "rbind rw rprivate")]
    [InlineData("/a:/b:rw", "/a", "/b", "rbind rw rprivate")]
    [InlineData("/a:/b:ro", "/a", "/b", "rbind ro rprivate")]
    [InlineData("/a:/b:z,ro", "/a", "/b", "rbind ro rprivate")]
    [InlineData("/a:/b:ro,rslave", "/a", "/b", "rbind ro rslave")]
    [InlineData("/a:/b/../c/", "/a", "/c", "rbind rw rprivate")]
    [InlineData("/a b:/c d", "/a b", "/c d", "rbind rw rprivate")]
    public void Parse_reads_source_target_and_options(string bind, string source, string target, string options)
    {
        var mount = MountBuilder.Parse(bind);

        Assert.Equal((source, target, options), (mount.Source, mount.Destination, string.Join(' ', mount.Options!)));
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
        var error = Record.Exception(() => MountBuilder.Parse(bind));

        Assert.True(error is WhelkException { Code: ErrorCode.InvalidArgument }, $"{trick}: {error}");
        Assert.StartsWith($"invalid volume specification: '{bind}'", error.Message);
    }

    [Theory]
    [InlineData("volume:/b")]
    [InlineData("../a:/b")]
    [InlineData("./a:/b")]
    public void Parse_of_a_named_volume_is_not_supported(string bind) =>
        Assert.Equal(ErrorCode.Unsupported, Assert.Throws<WhelkException>(() => MountBuilder.Parse(bind)).Code);
}
