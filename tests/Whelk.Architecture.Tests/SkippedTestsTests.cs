using System.Text.RegularExpressions;
using Xunit;

namespace Whelk.Architecture.Tests;

/// <summary>tests/skips.txt: the tests that may be skipped, "Full.Name.Of.The.Test: reason" in each line. What ran is checked by ./test.</summary>
public sealed partial class SkippedTestsTests
{
    private const string List = "tests/skips.txt";

    [Fact]
    public void List_is_there_and_every_line_has_a_reason() =>
        Violations.None($"{List}: not \"Full.Test.Name: reason\"", Entries().Where(line => !Entry().IsMatch(line)));

    [Fact]
    public void Listed_tests_exist()
    {
        var names = Repository.Sources("tests").SelectMany(Tests).ToHashSet(StringComparer.Ordinal);

        Violations.None($"{List} names tests that nobody has", Entries().Select(NameOf).Where(name => !names.Contains(name[(name.LastIndexOf('.') + 1)..])));
    }

    [Fact]
    public void Tests_that_skip_themselves_are_listed()
    {
        var listed = Entries().Select(NameOf).Select(name => name[(name.LastIndexOf('.') + 1)..]).ToHashSet(StringComparer.Ordinal);

        Violations.None($"a test that may be skipped is not in {List}", from file in Repository.Sources("tests")
                                                                        where !file.EndsWith($"/{nameof(SkippedTestsTests)}.cs", StringComparison.Ordinal)
                                                                        from test in Skipping(Repository.Read(file))
                                                                        where !listed.Contains(test)
                                                                        select $"{file}: {test}");
    }

    [Theory]
    [InlineData("[Fact(Skip = \"no\")]\n    public void A_b() => 1;\n    [Fact]\n    public void C_d() => 1;", "A_b")]
    [InlineData("[Fact]\n    public async Task A_b()\n    {\n        Assert.SkipUnless(x, \"no\");\n    }\n    [Fact]\n    public void C_d() => 1;", "A_b")]
    [InlineData("[Theory]\n    [InlineData(1, Skip = \"no\")]\n    public void A_b(int x) => 1;", "A_b")]
    [InlineData("[Fact]\n    public void A_b() => list.Skip(1);", "")]
    public void Skipping_is_recognised(string text, string expected) => Assert.Equal(expected, string.Join(' ', Skipping(text)));

    private static IEnumerable<string> Entries() => Repository.ReadLines(List).Where(line => line.Trim().Length > 0 && !line.StartsWith('#'));

    private static string NameOf(string line) => line.Split(':', 2)[0];

    private static IEnumerable<string> Tests(string file) => Method().Matches(Repository.Read(file)).Select(match => match.Groups["name"].Value);

    /// <summary>A test's text reaches from its attributes to the next test's.</summary>
    private static IEnumerable<string> Skipping(string text) =>
        from part in Attribute().Split(text).Skip(1)
        where Skip().IsMatch(part)
        select Method().Match(part).Groups["name"].Value;

    [GeneratedRegex(@"^[A-Za-z_][\w.]+: \S.*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"(?=\[(?:Fact|Theory)\b)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"public (async |static )*(void|Task|ValueTask) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Method();

    [GeneratedRegex(@"Skip\w* = ""|Assert\.Skip\w*\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Skip();
}
