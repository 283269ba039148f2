using Whelk.Engine.Restarts;
using Whelk.Engine.Workloads;
using Xunit;

namespace Whelk.Engine.Tests.Workloads;

public sealed class HostUpdateTests
{
    private static readonly HostOptions Before = new() { Memory = 64 << 20, NanoCpus = 1, PidsLimit = 10, CpusetCpus = "0" };

    [Fact]
    public void What_is_not_given_stays() => Assert.Equal(Before, new HostUpdate().ApplyTo(Before));

    [Fact]
    public void What_is_given_replaces()
    {
        var after = new HostUpdate { Memory = 128 << 20, PidsLimit = -1, CpusetCpus = "1", RestartPolicy = new RestartPolicy("always", 0) }.ApplyTo(Before);

        Assert.Equal(Before with { Memory = 128 << 20, PidsLimit = -1, CpusetCpus = "1", RestartPolicy = new RestartPolicy("always", 0) }, after);
    }

    [Fact]
    public void Policy_alone_changes_no_limits()
    {
        Assert.False(new HostUpdate { RestartPolicy = RestartPolicy.No }.ChangesLimits);
        Assert.True(new HostUpdate { Memory = 1 }.ChangesLimits);
    }

    public static TheoryData<string?, HostUpdate, HostOptions> Conflicts() => new()
    {
        { "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set", new HostUpdate { NanoCpus = 1 }, new HostOptions { CpuPeriod = 1, CpuQuota = 1 } },
        { "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set", new HostUpdate { NanoCpus = 1 }, new HostOptions { CpuQuota = 1 } },
        { "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set", new HostUpdate { CpuPeriod = 1 }, new HostOptions { NanoCpus = 1 } },
        { "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set", new HostUpdate { CpuQuota = 1 }, new HostOptions { NanoCpus = 1 } },
        { "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time", new HostUpdate { Memory = 3 }, new HostOptions { Memory = 1, MemorySwap = 2 } },
        { "Restart policy cannot be updated because AutoRemove is enabled for the container", new HostUpdate { RestartPolicy = new RestartPolicy("always", 0) }, new HostOptions { AutoRemove = true } },
        { null, new HostUpdate { RestartPolicy = RestartPolicy.No }, new HostOptions { AutoRemove = true } },
        { null, new HostUpdate { Memory = 3, MemorySwap = 4 }, new HostOptions { Memory = 1, MemorySwap = 2 } },
        { null, new HostUpdate { Memory = 3 }, new HostOptions { MemorySwap = -1 } },
        { null, new HostUpdate { NanoCpus = 2 }, new HostOptions { NanoCpus = 1 } },
    };

    [Theory]
    [MemberData(nameof(Conflicts))]
    public void Conflict_with_what_is_there_is_said_in_Dockers_words(string? expected, HostUpdate update, HostOptions before) => Assert.Equal(expected, update.ConflictWith(before));
}
