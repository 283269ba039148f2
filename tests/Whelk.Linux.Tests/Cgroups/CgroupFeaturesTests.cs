using Whelk.Linux.Cgroups;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Cgroups;

public sealed class CgroupFeaturesTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Of_version_1_is_what_files_there_are()
    {
        File.WriteAllText(Path.Combine(_scratch, "memory.swappiness"), "60");
        File.WriteAllText(Path.Combine(_scratch, "cpu.rt_period_us"), "1");

        var features = CgroupFeatures.Of([new CgroupHierarchy(_scratch, false, ["memory"])]);

        Assert.Equal(new CgroupFeatures { MemorySwappiness = true }, features);
    }

    [Fact]
    public void Of_version_2_is_what_controllers_there_are()
    {
        var hierarchy = new CgroupHierarchy(_scratch, true, ["cpuset", "io"]);
        var throttles = new CgroupFeatures { Cpuset = true, BlockIoReadBps = true, BlockIoWriteBps = true, BlockIoReadIOps = true, BlockIoWriteIOps = true };

        Assert.Equal(throttles, CgroupFeatures.Of([hierarchy]));
        Directory.CreateDirectory(Path.Combine(_scratch, "below"));
        File.WriteAllText(Path.Combine(_scratch, "below", "io.bfq.weight"), "default 100");
        Assert.Equal(throttles with { BlockIoWeight = true, BlockIoWeightDevice = true }, CgroupFeatures.Of([hierarchy]));
        Assert.Equal(new CgroupFeatures(), CgroupFeatures.Of([hierarchy with { Controllers = [] }]));
    }
}
