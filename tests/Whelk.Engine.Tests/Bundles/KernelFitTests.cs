using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class KernelFitTests
{
    private static readonly CgroupFeatures Everything = new()
    {
        MemorySwappiness = true, OomKillDisable = true, KernelMemoryTcp = true, CpuRealtime = true, Cpuset = true, BlockIoWeight = true, BlockIoWeightDevice = true,
        BlockIoReadBps = true, BlockIoWriteBps = true, BlockIoReadIOps = true, BlockIoWriteIOps = true,
    };

    private static readonly HostOptions Greedy = new()
    {
        Memory = 64 << 20,
        MemorySwappiness = 1,
        OomKillDisable = true,
        KernelMemoryTcp = 2,
        CpusetCpus = "0",
        BlockIo = new() { Weight = 10, WeightDevice = [new("/w", 10)], ReadBps = [new("/a", 1)], WriteBps = [new("/b", 1)], ReadIOps = [new("/c", 1)], WriteIOps = [new("/d", 1)] },
    };

    private readonly List<string> _warnings = [];

    [Fact]
    public void Nothing_rare_asks_nothing_of_the_host()
    {
        var host = new HostOptions { Memory = 64 << 20, OomKillDisable = false };

        Assert.Same(host, KernelFit.Of(host, () => throw new InvalidOperationException("asked"), _warnings));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Kernel_that_has_everything_gives_everything()
    {
        var fit = KernelFit.Of(Greedy, () => Everything, _warnings);

        Assert.Equal((1L, true, 2L, "0", 10L, 5), (fit.MemorySwappiness!.Value, fit.OomKillDisable!.Value, fit.KernelMemoryTcp, fit.CpusetCpus, fit.BlockIo!.Weight, fit.BlockIo.Devices.Count()));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Kernel_that_has_nothing_gives_nothing_and_says_so_in_dockers_words()
    {
        var fit = KernelFit.Of(Greedy, () => new CgroupFeatures(), _warnings);

        Assert.Equal((null, null, 0L, null, true), (fit.MemorySwappiness, fit.OomKillDisable, fit.KernelMemoryTcp, fit.CpusetCpus, fit.BlockIo!.AsksForNothing));
        Assert.Equal(10, _warnings.Count);
        Assert.All(_warnings, warning => Assert.StartsWith("Your kernel does not support ", warning));
        Assert.Contains("Your kernel does not support OomKillDisable. OomKillDisable discarded.", _warnings);
        Assert.Contains("Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.", _warnings);
    }

    [Fact]
    public void Real_time_without_a_scheduler_is_refused() => Assert.Equal(
        "Your kernel does not support CPU real-time scheduler",
        Assert.Throws<WhelkException>(() => KernelFit.Of(new HostOptions { CpuRealtimeRuntime = 1 }, () => new CgroupFeatures(), _warnings)).Message);

    [Theory]
    [InlineData("higher than the daemon's own", -10, false, -500, -10)]
    [InlineData("the daemon's own", -500, false, -500, -500)]
    [InlineData("lower", -1000, false, -500, -500)]
    [InlineData("lower, and it may", -1000, true, -500, -1000)]
    [InlineData("not negative", 5, false, 100, 5)]
    public void Score_below_the_daemons_own_needs_a_capability(string asked, int score, bool mayLower, int own, int expected)
    {
        var fit = KernelFit.FitScore(new HostOptions { OomScoreAdj = score }, mayLower, own, _warnings);

        Assert.Equal((asked, expected), (asked, fit.OomScoreAdj));
        Assert.Equal(
            expected == score ? [] : ["The daemon may not lower the oom score adj to -1000 without CAP_SYS_RESOURCE. -500 is used."],
            _warnings);
    }

    [Fact]
    public void Nobody_to_kill_and_no_limit_is_warned_of()
    {
        _ = KernelFit.Of(new HostOptions { OomKillDisable = true }, () => Everything, _warnings);

        Assert.Equal(["OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources."], _warnings);
    }
}
