using Whelk.Advice.Doctor;
using Whelk.Linux.Cgroups;
using Xunit;

namespace Whelk.Advice.Tests.Doctor;

public sealed class CgroupChecksTests
{
    private static readonly CgroupHierarchy Unified = new("/sys/fs/cgroup", true, ["cpuset", "cpu", "io", "memory", "pids"]);
    private static readonly CgroupHierarchy Legacy = new("/sys/fs/cgroup/all", false, ["cpu", "cpuacct", "memory", "pids", "devices"]);

    [Fact]
    public void Of_a_pure_version_2_is_ok_and_misses_no_controller_for_devices()
    {
        var check = Assert.Single(CgroupChecks.Of([Unified]));

        Assert.Equal(CheckStatus.Ok, check.Status);
    }

    [Fact]
    public void Of_a_hybrid_host_names_the_second_mount()
    {
        var check = Assert.Single(CgroupChecks.Of([Legacy, Unified with { MountPoint = "/sys/fs/cgroup/unified", Controllers = [] }]));

        Assert.Equal(CheckStatus.Warn, check.Status);
        Assert.Contains("/sys/fs/cgroup/unified", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_version_1_is_a_warning() => Assert.Equal(("version 1", CheckStatus.Warn), CgroupChecks.Of([Legacy]).Select(check => (check.Detail, check.Status)).Single());

    [Fact]
    public void Of_a_host_without_the_memory_controller_says_how_to_get_it()
    {
        var check = Assert.Single(CgroupChecks.Of([Unified with { Controllers = ["cpu", "pids"] }]), check => check.Status == CheckStatus.Warn);

        Assert.Equal("controller memory", check.Name);
        Assert.Contains("cgroup_enable=memory", check.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_host_without_any_fails() => Assert.Equal(CheckStatus.Fail, Assert.Single(CgroupChecks.Of([])).Status);
}
