using Spectre.Console;
using Whelk.Cli.Compare;
using Xunit;

namespace Whelk.Cli.Tests.Compare;

public sealed class CompareTableTests
{
    private static readonly CompareSide Container = new()
    {
        Isolation = "container",
        Runtime = "crun",
        RuntimeVersion = "crun version 1.21",
        StartP50Milliseconds = 12.345,
        StartP95Milliseconds = 20,
        StartMeasuredTo = "the first output",
        MemoryBytes = 3 << 20,
        IdleCpuPercent = 0,
        DiskBytes = 28672,
        KernelRelease = "6.1.0",
        Namespaces = ["ipc", "mnt", "net", "pid", "uts"],
        Capabilities = ["CAP_CHOWN", "CAP_KILL"],
        Seccomp = "filter",
        HostNeeds = ["Linux"],
        Notes = ["the command ended with exit code 3"],
    };

    [Fact]
    public void Write_shows_every_figure_beside_the_other_side()
    {
        var text = Render(Result([Container, Container with { Isolation = "vm", RuntimeVersion = null, Runtime = "whelk-vm", StartP50Milliseconds = 2028 }]));

        Assert.Contains("12.3 ms", Line(text, "Start, p50"), StringComparison.Ordinal);
        Assert.Contains("2028.0 ms", Line(text, "Start, p50"), StringComparison.Ordinal);
        Assert.Contains("crun version 1.21", Line(text, "Runtime"), StringComparison.Ordinal);
        Assert.Contains("whelk-vm", Line(text, "Runtime"), StringComparison.Ordinal);
        Assert.Contains("3 MiB", Line(text, "Memory per instance"), StringComparison.Ordinal);
        Assert.Contains("0.0 %", Line(text, "CPU at idle"), StringComparison.Ordinal);
        Assert.Contains("2: CHOWN, KILL", Line(text, "Capabilities"), StringComparison.Ordinal);
        Assert.Contains("container: the command ended with exit code 3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_of_what_was_not_measured_shows_a_dash_and_never_a_zero()
    {
        var bare = new CompareSide { Isolation = "vm", Namespaces = [], HostNeeds = [], Notes = [] };
        var text = Render(Result([bare]));

        foreach (var label in new[] { "Start, p50", "Start, p95", "Memory per instance", "CPU at idle", "Disk per instance", "Kernel inside", "Namespaces of its own", "Capabilities", "Seccomp", "Architecture" })
        {
            Assert.Contains("–", Line(text, label), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_of_a_side_without_capabilities_says_none() => Assert.Contains("none", Line(Render(Result([Container with { Capabilities = [] }])), "Capabilities"), StringComparison.Ordinal);

    [Fact]
    public void Write_of_many_columns_fits_a_hundred_and_says_once_what_all_have_alike()
    {
        var machine = Container with
        {
            Isolation = "vm", Runtime = "whelk-vm", RuntimeVersion = "whelk-vm version 0.1.0", StartP50Milliseconds = 2028.5, MemoryBytes = 122 << 20, MemoryMeasured = "peak while it ran",
            KernelRelease = "6.1.0-57-amd64", Namespaces = ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"], HostNeeds = ["x86-64", "/dev/kvm for full speed"], Notes = ["a kernel of its own"],
        };
        var sides = new[] { Container with { MemoryMeasured = "peak while it ran" }, machine with { StartWay = "cold" }, machine with { StartWay = "clone" }, machine with { StartWay = "waiting", Notes = ["a kernel of its own", "slow"] } };

        var lines = Render(Result(sides), 100).Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        Assert.Equal(["container", "vm cold", "vm clone", "vm waiting"], lines[2].Split('│', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(3, lines.Count(line => line.Contains("Start, p50", StringComparison.Ordinal) ? line.Split("2028.5 ms").Length == 4 : line is "Start, p95, measured to: the first output" or "Memory per instance, which counts: peak while it ran"));
        Assert.Equal(["vm: a kernel of its own", "vm waiting: slow"], lines.Where(line => line.StartsWith("vm", StringComparison.Ordinal)).Take(2));
        Assert.DoesNotContain(lines, line => line.Contains("  measured to", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tcg", "TCG, software emulation (no /dev/kvm)")]
    [InlineData("kvm", "KVM, hardware (no /dev/kvm)")]
    public void Write_names_the_accelerator_with_its_reason(string accelerator, string expected) =>
        Assert.Contains(expected, Render(Result([Container]) with { Accelerator = accelerator, AcceleratorReason = "no /dev/kvm" }), StringComparison.Ordinal);

    [Fact]
    public void Write_without_an_accelerator_speaks_of_none() => Assert.DoesNotContain("executed by", Render(Result([Container])), StringComparison.Ordinal);

    private static CompareResult Result(CompareSide[] sides) => new() { Image = "whelk/base", Command = ["echo", "[hi]"], Runs = 5, Sides = sides, Notes = ["vm is not available"] };

    private static string Line(string text, string label) => text.Split('\n').First(line => line.Contains($"│ {label} ", StringComparison.Ordinal));

    private static string Render(CompareResult result, int width = 160)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        CompareTable.Write(console, result);
        return writer.ToString();
    }
}
