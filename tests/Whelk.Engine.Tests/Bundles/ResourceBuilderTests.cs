using Whelk.Engine.Bundles;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class ResourceBuilderTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Build_without_limits_has_none()
    {
        var resources = ResourceBuilder.Build(new HostOptions());

        Assert.Null(resources.BlockIO);
        Assert.Null(resources.Memory);
        Assert.Null(resources.Cpu);
        Assert.Null(resources.Pids);
    }

    [Theory]
    [InlineData(64, 0, 128L)]
    [InlineData(64, 100, 100L)]
    [InlineData(64, -1, -1L)]
    public void Build_limits_memory_with_swap_at_twice_unless_told(long memory, long swap, long expected)
    {
        var built = ResourceBuilder.Build(new HostOptions { Memory = memory * Megabyte, MemorySwap = swap > 0 ? swap * Megabyte : swap }).Memory!;

        Assert.Equal((memory * Megabyte, expected > 0 ? expected * Megabyte : expected), (built.Limit!.Value, built.Swap!.Value));
    }

    [Fact]
    public void Build_turns_cpus_into_a_quota_of_a_tenth_second()
    {
        var cpu = ResourceBuilder.Build(new HostOptions { NanoCpus = 1_500_000_000, CpuShares = 512, CpusetCpus = "0-1" }).Cpu!;

        Assert.Equal((150_000L, 100_000ul, 512ul, "0-1"), (cpu.Quota!.Value, cpu.Period!.Value, cpu.Shares!.Value, cpu.Cpus));
        Assert.Equal((20_000L, 50_000ul), ResourceBuilder.Build(new HostOptions { CpuQuota = 20_000, CpuPeriod = 50_000 }).Cpu is { } given ? (given.Quota!.Value, given.Period!.Value) : default);
    }

    [Fact]
    public void Build_carries_out_the_rarer_limits()
    {
        var built = ResourceBuilder.Build(new HostOptions
        {
            MemorySwappiness = 0,
            OomKillDisable = true,
            KernelMemoryTcp = 5,
            CpuRealtimePeriod = 7,
            CpuRealtimeRuntime = 6,
            BlockIo = new() { Weight = 10, WeightDevice = [new("/dev/null", 20)], WriteIOps = [new("/dev/null", 30)] },
        });

        Assert.Equal((0ul, true, 5L), (built.Memory!.Swappiness!.Value, built.Memory.DisableOOMKiller!.Value, built.Memory.KernelTCP!.Value));
        Assert.Equal((7ul, 6L), (built.Cpu!.RealtimePeriod!.Value, built.Cpu.RealtimeRuntime!.Value));
        Assert.Equal(((ushort)10, 1L, 3L, (ushort)20), (built.BlockIO!.Weight!.Value, built.BlockIO.WeightDevice![0].Major, built.BlockIO.WeightDevice[0].Minor, built.BlockIO.WeightDevice[0].Weight!.Value));
        Assert.Equal((3L, 30ul, null), (built.BlockIO.ThrottleWriteIOPSDevice![0].Minor, built.BlockIO.ThrottleWriteIOPSDevice[0].Rate, built.BlockIO.ThrottleReadBpsDevice));
    }

    [Theory]
    [InlineData("/dev/nosuch", "stat /dev/nosuch: no such file or directory")]
    [InlineData("/etc", "/etc: not a device node")]
    public void Build_of_a_limit_for_no_device_is_refused(string path, string message) =>
        Assert.Equal(message, Assert.Throws<WhelkException>(() => ResourceBuilder.Build(new HostOptions { BlockIo = new() { ReadBps = [new(path, 1)] } })).Message);

    [Theory]
    [InlineData(10L, 10L)]
    [InlineData(0L, 4_194_304L)]
    [InlineData(-1L, 4_194_304L)]
    [InlineData(null, null)]
    public void Build_lifts_a_limit_of_pids_where_the_number_is_not_positive(long? asked, long? limit) =>
        Assert.Equal(limit, ResourceBuilder.Build(new HostOptions { PidsLimit = asked }).Pids?.Limit);

    public static TheoryData<string, HostOptions> Refused() => new()
    {
        { "Minimum memory limit allowed is 6MB", new HostOptions { Memory = (6 * Megabyte) - 1 } },
        { "Minimum memory limit allowed is 6MB", new HostOptions { Memory = -1 } },
        { "You should always set the Memory limit when using Memoryswap limit, see usage", new HostOptions { MemorySwap = 64 * Megabyte } },
        { "Minimum memoryswap limit should be larger than memory limit, see usage", new HostOptions { Memory = 64 * Megabyte, MemorySwap = 32 * Megabyte } },
        { "Minimum memory limit can not be less than memory reservation limit, see usage", new HostOptions { Memory = 64 * Megabyte, MemoryReservation = 65 * Megabyte } },
        { "Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available", new HostOptions { NanoCpus = 2_000_000_001 } },
        { "Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available", new HostOptions { NanoCpus = -1 } },
        { "Conflicting options: Nano CPUs and CPU Period cannot both be set", new HostOptions { NanoCpus = 1_000_000_000, CpuPeriod = 100_000 } },
        { "Conflicting options: Nano CPUs and CPU Quota cannot both be set", new HostOptions { NanoCpus = 1_000_000_000, CpuQuota = 100_000 } },
        { "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)", new HostOptions { CpuPeriod = 999 } },
        { "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)", new HostOptions { CpuPeriod = 1_000_001 } },
        { "CPU cfs quota can not be less than 1ms (i.e. 1000)", new HostOptions { CpuQuota = 999 } },
        { "Minimum memory reservation allowed is 6MB", new HostOptions { MemoryReservation = Megabyte } },
        { "Invalid value: 101, valid memory swappiness range is 0-100", new HostOptions { MemorySwappiness = 101 } },
        { "Invalid value: -2, valid memory swappiness range is 0-100", new HostOptions { MemorySwappiness = -2 } },
        { "Invalid value 1001, range for oom score adj is [-1000, 1000]", new HostOptions { OomScoreAdj = 1001 } },
        { "Range of blkio weight is from 10 to 1000", new HostOptions { BlockIo = new() { Weight = 9 } } },
        { "/dev/x:5: range of blkio weight is from 10 to 1000", new HostOptions { BlockIo = new() { WeightDevice = [new("/dev/x", 5)] } } },
        { "bad format for device path: x", new HostOptions { BlockIo = new() { ReadBps = [new("x", 5)] } } },
        { "cpu real-time runtime cannot be higher than cpu real-time period", new HostOptions { CpuRealtimePeriod = 1, CpuRealtimeRuntime = 2 } },
        { "SHM size can not be less than 0", new HostOptions { ShmSize = -1 } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Check_refuses_in_dockers_words(string message, HostOptions host)
    {
        var error = Assert.Throws<WhelkException>(() => ResourceBuilder.Check(host, processors: 2));

        Assert.Equal((ErrorCode.InvalidArgument, message), (error.Code, error.Message));
    }

    [Fact]
    public void Check_accepts_the_edges()
    {
        ResourceBuilder.Check(new HostOptions { Memory = 6 * Megabyte, MemorySwap = -1, NanoCpus = 2_000_000_000 }, processors: 2);
        ResourceBuilder.Check(new HostOptions { Memory = 64 * Megabyte, MemorySwap = 64 * Megabyte, MemoryReservation = 64 * Megabyte }, processors: 2);
        ResourceBuilder.Check(new HostOptions { CpuPeriod = 1000, CpuQuota = 1000 }, processors: 2);
        ResourceBuilder.Check(new HostOptions { CpuPeriod = 1_000_000, CpuQuota = -1 }, processors: 2);
    }
}
