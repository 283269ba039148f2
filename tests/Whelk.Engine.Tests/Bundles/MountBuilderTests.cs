using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
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
        var host = new HostOptions { Tmpfs = new Dictionary<string, string> { ["/tmp"] = "size=1m,exec" }, ShmSize = 1048576 };
        var input = TestWorkload.Bundle(_scratch, host);
        var mounts = MountBuilder.Build(input with { Spec = input.Spec with { Mounts = [BindWords.Parse("/deep:/data/in/deep"), BindWords.Parse("/srv:/data:ro")] } });

        Assert.Equal(
            ["/proc", "/dev", "/dev/pts", "/sys", "/sys/fs/cgroup", "/dev/mqueue", "/dev/shm", "/tmp", "/data", "/etc/resolv.conf", "/etc/hostname", "/etc/hosts", "/data/in/deep"],
            mounts.Select(mount => mount.Destination));
        Assert.Contains("size=1048576", mounts[6].Options!);
        Assert.Equal(["noexec", "nosuid", "nodev", "size=1m", "exec"], mounts[7].Options);
        Assert.Equal(("/srv", "bind", "rbind ro rro rprivate"), (mounts[8].Source, mounts[8].Type, string.Join(' ', mounts[8].Options!)));
    }

    [Theory]
    [InlineData(true, false, "rbind ro rro rprivate")]
    [InlineData(true, true, "rbind ro rprivate")]
    [InlineData(false, false, "bind ro rprivate")]
    public void Build_makes_read_only_what_is_below_unless_it_is_left_out_or_to_be_kept(bool recursive, bool keeps, string options)
    {
        var input = TestWorkload.Bundle(_scratch);
        var mount = BindWords.Parse("/srv:/data:ro") with { Recursive = recursive, ReadOnlyNonRecursive = keeps };

        Assert.Equal(options, string.Join(' ', MountBuilder.Build(input with { Spec = input.Spec with { Mounts = [mount] } }).Single(built => built.Destination == "/data").Options!));
    }

    [Fact]
    public void Build_leaves_out_of_the_kernels_what_a_user_mounts_over()
    {
        var input = TestWorkload.Bundle(_scratch);
        var mounts = MountBuilder.Build(input with { Spec = input.Spec with { Mounts = [BindWords.Parse("/dev:/dev"), BindWords.Parse("/s:/sys")] } }).Select(mount => mount.Destination).ToList();

        Assert.Equal(["/proc", "/sys/fs/cgroup", "/dev", "/sys", "/etc/resolv.conf", "/etc/hostname", "/etc/hosts"], mounts);
    }
}
