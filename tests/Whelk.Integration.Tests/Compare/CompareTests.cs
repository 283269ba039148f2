using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Compare;

/// <summary>Every figure is measured: what the command does moves it, on every side alike.</summary>
[Collection(CompareCollection.Name)]
public sealed class CompareTests(MovedComparisons compared, SharedDaemon shared)
{
    private const string Container = "container";
    private const string Vm = "vm clone";

    [Theory]
    [InlineData(Container, 200)]
    [InlineData(Vm, 750)]
    public void Start_of_a_command_that_sleeps_a_while_takes_that_much_longer(string isolation, double tolerance)
    {
        var plain = MovedComparisons.QuickestStart(compared.Plain, isolation);
        var again = MovedComparisons.QuickestStart(compared.PlainAgain, isolation);
        var moved = MovedComparisons.QuickestStart(compared.Late, isolation) - Math.Min(plain, again);
        var noise = Math.Abs(plain - again);

        Assert.InRange(moved, MovedComparisons.Sleep - tolerance - noise, MovedComparisons.Sleep + tolerance + noise);
        Assert.Equal("the first output", Text(compared.Late, isolation, "StartMeasuredTo"));
    }

    [Theory]
    [InlineData(Container)]
    [InlineData(Vm)]
    public void Memory_of_a_command_that_holds_fifty_megabytes_is_that_much_more(string isolation)
    {
        var moved = Number(compared.Holding, isolation, "MemoryBytes") - Number(compared.Plain, isolation, "MemoryBytes");

        Assert.InRange(moved, MovedComparisons.Held * 0.85, MovedComparisons.Held * 1.4);
        Assert.StartsWith("peak while it ran", Text(compared.Holding, isolation, "MemoryMeasured"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Container)]
    [InlineData(Vm)]
    public void Every_cell_is_filled_without_a_complaint(string isolation)
    {
        var side = MovedComparisons.Side(compared.Plain, isolation);
        string[] cells =
        [
            "Runtime", "RuntimeVersion", "StartP50Milliseconds", "StartP95Milliseconds", "StartsMilliseconds", "StartMeasuredTo", "MemoryBytes", "MemoryMeasured", "IdleCpuPercent",
            "IdleCpuMeasured", "DiskBytes", "SharedDiskBytes", "KernelRelease", "Capabilities", "Seccomp", "Architecture",
        ];

        Assert.All(cells, cell => Assert.True(side[cell] is not null, $"{cell} is missing: {side.ToJsonString()}"));
        Assert.NotEmpty(side["HostNeeds"]!.AsArray());
        Assert.Equal("the command", Text(compared.Plain, isolation, "IdleCpuMeasured"));
        Assert.InRange(Number(compared.Plain, isolation, "StartP50Milliseconds"), 0.1, Number(compared.Plain, isolation, "StartP95Milliseconds"));
        Assert.InRange(Number(compared.Plain, isolation, "IdleCpuPercent"), 0, 60);
        Assert.InRange(Number(compared.Plain, isolation, "DiskBytes"), 1, 1 << 30);
        Assert.InRange(Number(compared.Plain, isolation, "SharedDiskBytes"), 1 << 20, 1 << 24);
        Assert.Equal("x86_64", Text(compared.Plain, isolation, "Architecture"));
    }

    [Theory]
    [InlineData(Container)]
    [InlineData(Vm)]
    public void Inside_are_namespaces_of_its_own_and_dockers_capabilities(string isolation)
    {
        var side = MovedComparisons.Side(compared.Plain, isolation);
        var namespaces = side["Namespaces"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();
        var capabilities = side["Capabilities"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();

        Assert.Empty(((string[])["ipc", "mnt", "net", "pid", "uts"]).Except(namespaces));
        Assert.Equal(14, capabilities.Count);
        Assert.Contains("CAP_NET_BIND_SERVICE", capabilities);
    }

    [Fact]
    public void Kernel_inside_is_the_hosts_or_another_as_the_isolation_says()
    {
        var host = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();

        Assert.Equal(host, Text(compared.Plain, Container, "KernelRelease"));
        Assert.NotEqual(host, Text(compared.Plain, Vm, "KernelRelease"));
        Assert.Equal("filter", Text(compared.Plain, Container, "Seccomp"));
        Assert.Contains("user", MovedComparisons.Side(compared.Plain, Vm)["Namespaces"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    [Fact]
    public void Accelerator_is_named_with_its_reason()
    {
        Assert.Contains(compared.Plain["Accelerator"]!.GetValue<string>(), (string[])["kvm", "tcg"]);
        Assert.NotEmpty(compared.Plain["AcceleratorReason"]!.GetValue<string>());
        Assert.Equal(["sh", "-c", "sleep 0; echo up; exec sleep 600"], compared.Plain["Command"]!.AsArray().Select(word => word!.GetValue<string>()));
    }

    [Fact]
    public async Task Nothing_is_left_of_the_workloads_that_were_measured() => Assert.DoesNotContain("compare-", await shared.Daemon.DoAsync("ps", "-a"), StringComparison.Ordinal);

    private static double Number(JsonNode comparison, string isolation, string cell) => MovedComparisons.Side(comparison, isolation)[cell]!.GetValue<double>();

    private static string Text(JsonNode comparison, string isolation, string cell) => MovedComparisons.Side(comparison, isolation)[cell]!.GetValue<string>();
}
