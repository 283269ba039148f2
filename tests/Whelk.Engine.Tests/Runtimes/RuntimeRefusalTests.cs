using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Runtimes;

public sealed class RuntimeRefusalTests
{
    private static readonly RuntimeRecord Vm = TestWorkload.Directories with { Isolation = WorkloadIsolation.Vm, SharesKernel = false, Refuses = VirtualMachineRefusals.All };

    public static TheoryData<string, HostOptions> Meaningless() => new()
    {
        { "Devices", new HostOptions { Devices = [new("/dev/fuse", "/dev/fuse", "rwm")] } },
        { "DeviceCgroupRules", new HostOptions { DeviceCgroupRules = ["c 1:1 r"] } },
        { "OomKillDisable", new HostOptions { OomKillDisable = true } },
        { "MemorySwappiness", new HostOptions { MemorySwappiness = 1 } },
        { "CpuRealtimeRuntime", new HostOptions { CpuRealtimeRuntime = 1 } },
        { "BlkioWeight", new HostOptions { BlockIo = new() { Weight = 10 } } },
        { "BlkioDeviceWriteIOps", new HostOptions { BlockIo = new() { WriteIOps = [new("/a", 1)] } } },
        { "PidMode", new HostOptions { Namespaces = new() { Pid = "host" } } },
        { "IpcMode", new HostOptions { Namespaces = new() { Ipc = "shareable" } } },
        { "UTSMode", new HostOptions { Namespaces = new() { Uts = "host" } } },
        { "UsernsMode", new HostOptions { Namespaces = new() { User = "auto" } } },
        { "CgroupnsMode", new HostOptions { Namespaces = new() { Cgroup = "host" } } },
    };

    [Theory]
    [MemberData(nameof(Meaningless))]
    public void Field_without_meaning_in_a_machine_is_refused_with_the_reason(string field, HostOptions host)
    {
        var error = Assert.Throws<WhelkException>(() => RuntimeRefusal.Check(Vm, host));

        Assert.Equal((ErrorCode.InvalidArgument, $"isolation vm cannot carry out HostConfig.{field}: {VirtualMachineRefusals.All[field]}"), (error.Code, error.Message));
        RuntimeRefusal.Check(TestWorkload.Directories, host);
    }

    [Fact]
    public void What_has_meaning_is_let_through() => RuntimeRefusal.Check(Vm, new HostOptions
    {
        Privileged = true, Init = true, OomScoreAdj = -5, OomKillDisable = false, PidsLimit = 5, MaskedPaths = [], CgroupParent = "/x", Namespaces = new() { Ipc = "none", Cgroup = "private", User = "host" },
    });
}
