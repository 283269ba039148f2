using CsCheck;
using Whelk.Oci.Runtime;
using Whelk.Vm.Translation;
using Xunit;

namespace Whelk.Vm.Tests.Translation;

public sealed class GuestSizeTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData("no limit", null, 512)]
    [InlineData("none, as Docker writes it", 0L, 512)]
    [InlineData("none, as the specification writes it", -1L, 512)]
    [InlineData("too small for a kernel", 4 * MiB, 512)]
    [InlineData("the most that the smallest holds", 400 * MiB, 512)]
    [InlineData("a byte more", (400 * MiB) + 1, 1024)]
    [InlineData("some", 512 * MiB, 1024)]
    [InlineData("the most of a class", 3872 * MiB, 4096)]
    [InlineData("more than any class", 4096 * MiB, 4096 + 96 + 136)]
    [InlineData("more than the machine has", 1L << 62, 8192 + 96 + 273)]
    public void Memory_follows_the_limit(string what, long? limit, int expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, GuestSize.MemoryMiB(Config(new LinuxResources { Memory = new LinuxMemory { Limit = limit } }), 8192));
    }

    [Fact]
    public void Memory_as_annotated_wins() =>
        Assert.Equal(300, GuestSize.MemoryMiB(Config(new LinuxResources { Memory = new LinuxMemory { Limit = 64 * MiB } }, (Annotations.Memory, "300")), 8192));

    [Fact]
    public void Host_limit_always_holds_the_guest() => Gen.Long[1, 1L << 40].Sample(limit =>
    {
        var resources = new LinuxResources { Memory = new LinuxMemory { Limit = limit } };
        var guest = GuestSize.MemoryMiB(Config(resources), 1 << 20);
        Assert.True(GuestSize.OfHost(resources, guest).Memory > guest * MiB);
        Assert.True(GuestSize.RoomIn(guest) * MiB >= limit);
    });

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData(50_000L, 100_000UL, 1)]
    [InlineData(100_000L, 100_000UL, 1)]
    [InlineData(150_000L, 100_000UL, 2)]
    [InlineData(200_000L, null, 2)]
    [InlineData(-1L, 100_000UL, 1)]
    [InlineData(long.MaxValue, 1UL, 4)]
    public void Processors_follow_the_quota(long? quota, ulong? period, int expected) =>
        Assert.Equal(expected, GuestSize.Processors(Config(new LinuxResources { Cpu = new LinuxCpu { Quota = quota, Period = period } }), 4));

    [Theory]
    [InlineData("3", 3)]
    [InlineData("0", 512)]
    [InlineData("-1", 512)]
    [InlineData("many", 512)]
    [InlineData("99999999999", 512)]
    public void Annotation_that_is_no_size_is_none(string text, int expected) => Assert.Equal(expected, GuestSize.MemoryMiB(Config(null, (Annotations.Memory, text)), 8192));

    private static RuntimeSpec Config(LinuxResources? resources, params (string Name, string Value)[] annotations) => new()
    {
        OciVersion = "1.0.2",
        Linux = new LinuxSpec { Resources = resources },
        Annotations = annotations.ToDictionary(annotation => annotation.Name, annotation => annotation.Value),
    };
}
