using Xunit;

namespace Whelk.Architecture.Tests;

/// <summary>Where a test of containers runs, it runs for VMs too, but for what one short file lists with the message that refuses it.</summary>
public sealed class ParityTests
{
    private const string Project = "tests/Whelk.Integration.Tests";
    private const string Exclusions = $"{Project}/parity-exclusions.txt";
    private const int MostExclusions = 15;

    private static readonly List<IntegrationTestClass> Classes = [.. Repository.Sources(Project).Select(file => IntegrationTestClass.In(Repository.Read(file))).OfType<IntegrationTestClass>()];

    [Fact]
    public void Tests_of_containers_alone_are_those_that_are_listed()
    {
        Assert.True(Classes.Count(found => found.Isolation == "vm") >= 10, "the classes of VMs are not found");
        var alone = Classes.SelectMany(found => Alone(found, Classes)).ToList();
        var listed = Listed().Select(line => line.Test).ToList();

        Violations.None("a test runs for containers alone: let it run for VMs, or list it with the message that refuses it", alone.Except(Listed(alone, listed)));
        Violations.None("listed, but it runs for VMs too, or there is no such test", listed.Where(line => !Named(line).Any() || Named(line).Any(test => !alone.Contains(test))));
        Violations.None("listed twice", listed.GroupBy(test => test).Where(test => test.Count() > 1).Select(test => test.Key));
    }

    [Fact]
    public void Exclusions_are_few_and_have_each_a_message()
    {
        Assert.InRange(Listed().Count, 1, MostExclusions);
        Violations.None("no message", Listed().Where(line => line.Message.Length == 0).Select(line => line.Test));
    }

    [Theory]
    [InlineData("both have it", "[Fact]\n    public Task Both() => x;", "[Fact]\n    public Task Both() => x;", "")]
    [InlineData("one has it", "[Theory]\n    [InlineData(1)]\n    public async Task One(int x)\n    {\n    }", "", "SomeTests.One")]
    public void Test_of_one_isolation_is_found(string trick, string containers, string machines, string expected)
    {
        var pair = new[] { Read("SomeTestsOfContainers", "SomeTests", "container", containers), Read("SomeTestsOfVms", "SomeTests", "vm", machines) };

        Assert.True(expected == string.Join(' ', pair.SelectMany(found => Alone(found, pair))), trick);
    }

    [Theory]
    [InlineData("of neither", "Runs() => daemon.DoAsync(\"run\", \"--rm\", \"whelk/base\");", "SomeTests.Runs")]
    [InlineData("of both", "Runs() => daemon.DoAsync(\"run\", \"--isolation\", isolation, \"whelk/base\");", "")]
    [InlineData("of none", "Runs() => daemon.DoAsync(\"network\", \"create\", \"x\");", "")]
    public void Workload_without_a_word_of_its_isolation_is_found(string trick, string test, string expected)
    {
        var found = IntegrationTestClass.In($"public sealed class SomeTests(SharedDaemon shared)\n{{\n    [Fact]\n    public Task {test}\n}}\n")!;

        Assert.True(expected == string.Join(' ', Alone(found, [found])), trick);
    }

    [Fact]
    public void Suite_without_a_class_of_VMs_is_found()
    {
        var suite = IntegrationTestClass.In("public abstract class SomeTests(SharedDaemon shared) : IsolationSuite(shared)\n{\n    [Fact]\n    public Task Common() => x;\n}\n")!;
        var containers = Read("SomeTestsOfContainers", "SomeTests", "container", string.Empty);

        Assert.Equal(["SomeTests.Common"], Alone(containers, [suite, containers]));
        Assert.Empty(Alone(containers, [suite, containers, Read("SomeTestsOfVms", "SomeTests", "vm", string.Empty)]));
    }

    private static IntegrationTestClass Read(string name, string suite, string isolation, string test) =>
        IntegrationTestClass.In($"public sealed class {name}(SharedDaemon shared) : {suite}(shared)\n{{\n    protected override string Isolation => \"{isolation}\";\n\n    {test}\n}}\n")!;

    /// <summary>The tests that run for containers through this class and for VMs through no other.</summary>
    private static IEnumerable<string> Alone(IntegrationTestClass found, IReadOnlyCollection<IntegrationTestClass> all) => (found.Isolation switch
    {
        "container" => TestsOf(found, all).Except(all.Where(other => other.Isolation == "vm" && other.Suite == found.Suite).SelectMany(other => TestsOf(other, all))),
        null when found.Base is null => found.Unspoken(),
        _ => [],
    }).Select(test => $"{found.Suite}.{test}");

    // Its own, and those of its suite.
    private static IEnumerable<string> TestsOf(IntegrationTestClass found, IEnumerable<IntegrationTestClass> all) =>
        all.Where(other => other.Name == found.Suite).Append(found).SelectMany(other => other.Tests.Keys).Distinct();

    private static IEnumerable<string> Listed(IEnumerable<string> alone, IReadOnlyCollection<string> listed) => alone.Where(test => listed.Any(line => Covers(line, test)));

    private static IEnumerable<string> Named(string line) => Classes.SelectMany(found => TestsOf(found, Classes).Select(test => $"{found.Suite}.{test}")).Where(test => Covers(line, test));

    // A line names one test, or a class with all that it has.
    private static bool Covers(string line, string test) => line == test || test.StartsWith(line + ".", StringComparison.Ordinal);

    private static List<(string Test, string Message)> Listed() =>
        [.. Repository.ReadLines(Exclusions).Select(line => line.Split(": ", 2)).Select(line => (line[0], line.Length > 1 ? line[1].Trim() : string.Empty))];
}
