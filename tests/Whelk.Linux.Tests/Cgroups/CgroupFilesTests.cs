using Whelk.Linux.Cgroups;
using Xunit;

namespace Whelk.Linux.Tests.Cgroups;

public sealed class CgroupFilesTests
{
    private static readonly CgroupLimits All = new() { Memory = 67108864, CpuShares = 1024, CpuQuota = 50000, CpuPeriod = 100000, Cpus = "0-1", Pids = 10 };
    private static readonly CgroupLimits Lifted = new() { Memory = -1, CpuQuota = -1, Pids = -1 };

    [Fact]
    public void Legacy_writes_the_files_of_version_1() => Assert.Equal(
        ["memory.limit_in_bytes=67108864", "cpu.shares=1024", "cpu.cfs_period_us=100000", "cpu.cfs_quota_us=50000", "cpuset.cpus=0-1", "pids.max=10"],
        Words(CgroupFiles.Legacy(All)));

    [Fact]
    public void Unified_writes_the_files_of_version_2() => Assert.Equal(
        ["memory.max=67108864", "cpu.weight=39", "cpu.max=50000 100000", "cpuset.cpus=0-1", "pids.max=10"],
        Words(CgroupFiles.Unified(All)));

    [Fact]
    public void Minus_one_lifts_a_limit()
    {
        Assert.Equal(["memory.limit_in_bytes=-1", "cpu.cfs_quota_us=-1", "pids.max=max"], Words(CgroupFiles.Legacy(Lifted)));
        Assert.Equal(["memory.max=max", "cpu.max=max 100000", "pids.max=max"], Words(CgroupFiles.Unified(Lifted)));
    }

    [Fact]
    public void Nothing_asked_writes_nothing()
    {
        Assert.Empty(CgroupFiles.Legacy(new CgroupLimits()));
        Assert.Empty(CgroupFiles.Unified(new CgroupLimits { Cpus = string.Empty, CpuShares = 0 }));
    }

    [Theory]
    [InlineData(2, "1")]
    [InlineData(262144, "10000")]
    [InlineData(1, "1")]
    [InlineData(ulong.MaxValue, "10000")]
    public void Weight_follows_shares_from_end_to_end(ulong shares, string weight) =>
        Assert.Equal([$"cpu.weight={weight}"], Words(CgroupFiles.Unified(new CgroupLimits { CpuShares = shares })));

    private static IEnumerable<string> Words(IEnumerable<(string Controller, string File, string Value)> files) =>
        files.Select(entry => $"{entry.File}={entry.Value}");
}
