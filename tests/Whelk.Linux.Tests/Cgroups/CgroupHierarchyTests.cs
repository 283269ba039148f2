using Whelk.Linux.Cgroups;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Cgroups;

public sealed class CgroupHierarchyTests : IDisposable
{
    private const string Others = "23 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n";
    private const string Legacy = Others
        + "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
        + "40 31 0:37 / /sys/fs/cgroup/systemd rw master:7 - cgroup none rw,xattr,name=systemd";

    private readonly ScratchFolder _unified = new();

    public void Dispose() => _unified.Dispose();

    [Fact]
    public void Parse_of_version_1_has_the_controllers_of_each_mount()
    {
        var found = Parse(Legacy);

        Assert.Equal(["/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/systemd"], found.Select(hierarchy => hierarchy.MountPoint));
        Assert.True(found[0].Has("cpu") && found[0].Has("cpuacct") && !found[0].Has("memory"));
        Assert.True(found[1].Has("name=systemd"));
        Assert.Equal((1, null), (CgroupHost.VersionOf(found), CgroupHost.HybridMountOf(found)));
    }

    [Fact]
    public void Parse_of_version_2_has_the_controllers_of_its_root()
    {
        _unified.File("cgroup.controllers", "cpu memory pids\n");
        var found = Parse(Others + Unified());

        Assert.Equal(["cpu", "memory", "pids"], Assert.Single(found).Controllers);
        Assert.Equal((2, null), (CgroupHost.VersionOf(found), CgroupHost.HybridMountOf(found)));
    }

    [Fact]
    public void Parse_of_a_hybrid_host_has_both_and_counts_as_version_1()
    {
        var found = Parse(Legacy + "\n" + Unified());

        Assert.Equal([false, false, true], found.Select(hierarchy => hierarchy.IsUnified));
        Assert.Empty(found[2].Controllers);
        Assert.Equal((1, _unified.Path), (CgroupHost.VersionOf(found), CgroupHost.HybridMountOf(found)));
    }

    private static IReadOnlyList<CgroupHierarchy> Parse(string mountInfo) => CgroupHierarchy.Parse(mountInfo.Split('\n'));

    private string Unified() => $"35 24 0:30 / {_unified.Path} rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";

    [Theory]
    [InlineData("0::/a/b.scope", "/a/b.scope")]
    [InlineData("1:name=systemd:/x\n0::/", "/")]
    [InlineData("4:memory:/a", null)]
    public void Group_of_version_2_is_read_from_a_process_list(string lines, string? expected) => Assert.Equal(expected, CgroupHierarchy.UnifiedGroup(lines.Split('\n')));
}
