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
}
