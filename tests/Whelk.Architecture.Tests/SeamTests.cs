using System.Text.RegularExpressions;
using Xunit;

namespace Whelk.Architecture.Tests;

/// <summary>Above the seam nothing asks which isolation runs: what differs is a value of RuntimeRecord.</summary>
public sealed partial class SeamTests
{
    private static readonly string[] AboveTheSeam =
        ["src/Whelk.Advice", "src/Whelk.Api", "src/Whelk.Cli", "src/Whelk.Engine", "src/Whelk.Images", "src/Whelk.Networks"];

    /// <summary>Where the words themselves are made.</summary>
    private static readonly string[] Allowed =
    [
        "src/Whelk.Engine/Workloads/WorkloadIsolation.cs",
        "src/Whelk.Engine/Runtimes/KnownRuntimes.cs",
    ];

    [Fact]
    public void Nothing_asks_for_an_isolation() => Violations.None(
        "an isolation is asked for by name; make it a value of RuntimeRecord",
        from file in Repository.Sources(AboveTheSeam)
        where !Allowed.Contains(file)
        from line in Repository.ReadLines(file).Select((text, index) => (Text: text.Trim(), Number: index + 1))
        where Asks(line.Text)
        select $"{file}:{line.Number}: {line.Text}");

    [Fact]
    public void Files_that_may_exist() => Violations.None("an exception for a file that is gone", Allowed.Where(file => !Repository.Exists(file)));

    [Theory]
    [InlineData("if (workload.Spec.Isolation == WorkloadIsolation.Vm)", true)]
    [InlineData("isolation is \"vm\" or \"x\"", true)]
    [InlineData("case \"vm\":", true)]
    [InlineData("runtime.Name == \"whelk-vm\"", true)]
    [InlineData("runtime.Name.StartsWith(\"crun\")", true)]
    [InlineData("isolation != WorkloadIsolation.Container", true)]
    [InlineData("=> WorkloadIsolation.Container;", false)]
    [InlineData("/// <summary>\"container\" or \"vm\".</summary>", false)]
    [InlineData("// \"vm\" is a word", false)]
    [InlineData("Description = \"container, vm or auto\"", false)]
    public void Asking_is_recognised(string line, bool expected) => Assert.Equal(expected, Asks(line));

    private static bool Asks(string line) => !line.StartsWith("//", StringComparison.Ordinal) && Question().IsMatch(line);

    // The container's own word is the default of options; to compare with it is as bad as with the other.
    [GeneratedRegex(@"WorkloadIsolation\.Vm\b|""(vm|whelk-vm|crun|runc)""|(==|!=|\bis|\bis not|\bor|case) (Workloads\.)?WorkloadIsolation\.Container\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Question();
}
