using Whelk.Oci.Runtime;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Translation;

/// <summary>How large the machine of a sandbox is: what its containers may use together.</summary>
public sealed class PodSizeTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData("nothing said", null, null, 512)]
    [InlineData("nothing said, as containerd writes it", "0", null, 512)]
    [InlineData("the sum", "536870912", null, 1024)]
    [InlineData("a limit of its own", "536870912", 100 * MiB, 512)]
    [InlineData("no number", "much", null, 512)]
    public void Memory_is_its_own_limit_or_the_sum_of_its_containers(string what, string? sum, long? own, int expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, GuestSize.MemoryMiB(Sandbox(new LinuxResources { Memory = new LinuxMemory { Limit = own } }, (Annotations.SandboxMemory, sum)), 8192));
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("0", "100000", 1)]
    [InlineData("250000", "100000", 3)]
    [InlineData("150000", null, 2)]
    [InlineData("99999999", "100000", 4)]
    public void Processors_are_the_sum_of_its_containers(string? quota, string? period, int expected) =>
        Assert.Equal(expected, GuestSize.Processors(Sandbox(new LinuxResources { Cpu = new LinuxCpu { Shares = 2 } }, (Annotations.SandboxQuota, quota), (Annotations.SandboxPeriod, period)), 4));

    [Fact]
    public void Host_limits_are_those_of_the_machine_not_of_the_process_that_does_nothing()
    {
        var config = Sandbox(new LinuxResources { Cpu = new LinuxCpu { Shares = 2 } }, (Annotations.SandboxMemory, "104857600"), (Annotations.SandboxQuota, "50000"), (Annotations.SandboxPeriod, "100000"), (Annotations.SandboxShares, "512"));
        var limits = GuestSize.OfHost(config, 512);
        Assert.Equal((768 * MiB, 512UL, 50_000L, 100_000UL), (limits.Memory, limits.CpuShares, limits.CpuQuota, limits.CpuPeriod));
        Assert.Null(GuestSize.OfHost(Sandbox(new LinuxResources { Cpu = new LinuxCpu { Shares = 2 } }), 512).CpuShares);
    }

    private static RuntimeSpec Sandbox(LinuxResources resources, params (string Name, string? Value)[] annotations) => new()
    {
        OciVersion = "1.0.2",
        Linux = new LinuxSpec { Resources = resources },
        Annotations = annotations.Where(annotation => annotation.Value is not null).Append((Annotations.ContainerType, Annotations.Sandbox)).ToDictionary(one => one.Item1, one => one.Item2!),
    };
}
