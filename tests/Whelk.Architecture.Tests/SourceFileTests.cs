using System.Text.RegularExpressions;
using Xunit;

namespace Whelk.Architecture.Tests;

public sealed partial class SourceFileTests
{
    private const int LongestFile = 500;

    /// <summary>Files of statements and assembly attributes alone.</summary>
    private static readonly string[] WithoutNamespace = ["Program.cs", "Platform.cs"];

    [Fact]
    public void No_file_is_longer_than_500_lines() => Violations.None(
        "too long: split it by aspect",
        Repository.Sources("src", "tests").Select(file => (file, Lines: Repository.ReadLines(file).Length)).Where(file => file.Lines > LongestFile).Select(file => $"{file.file}: {file.Lines} lines"));

    [Fact]
    public void Namespace_of_every_file_is_its_folder() => Violations.None(
        "namespace and folder differ",
        from file in Repository.Sources("src", "tests")
        where !WithoutNamespace.Contains(Path.GetFileName(file))
        let expected = Path.GetDirectoryName(file)!.Split('/', 2)[1].Replace('/', '.')
        let found = Namespace().Match(Repository.Read(file)).Groups["name"].Value
        where found != expected
        select $"{file}: {found}");

    [Fact]
    public void No_folder_and_no_type_is_called_utilities() => Violations.None(
        "a name that says nothing",
        from file in Repository.Sources("src", "tests")
        from word in Path.GetDirectoryName(file)!.Split('/').Append(Path.GetFileNameWithoutExtension(file)).Concat(Declarations.In(file))
        where Vague().IsMatch(word)
        select $"{file}: {word}");

    [Theory]
    [InlineData("StringUtils")]
    [InlineData("TestHelper")]
    [InlineData("CommonTypes")]
    [InlineData("WorkloadManager")]
    public void Vague_names_are_recognised(string name) => Assert.Matches(Vague(), name);

    [Theory]
    [InlineData("CommandRunner")]
    [InlineData("Utility2")]
    [InlineData("Commons")]
    public void Other_names_are_not(string name) => Assert.DoesNotMatch(Vague(), name);

    [Fact]
    public void Native_calls_are_in_Whelk_Linux_alone() =>
        Violations.None("a native call outside Whelk.Linux", Containing("src", NativeImport()).Where(file => !file.StartsWith("src/Whelk.Linux/", StringComparison.Ordinal)));

    [Fact]
    public void Unsafe_code_says_why_it_is_safe() => Violations.None(
        "pointers without a SAFETY comment",
        from file in Repository.Sources("src")
        let text = Repository.Read(file)
        where Pointers().IsMatch(text) && !text.Contains("// SAFETY:", StringComparison.Ordinal)
        select file);

    [Fact]
    public void No_test_sleeps() => Violations.None("a test waits by the clock", Containing("tests", Sleep()));

    [Theory]
    [InlineData("Thread.Sleep(10)", true)]
    [InlineData("await Task.Delay(10)", true)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), token)", true)]
    [InlineData("Task.Delay(Timeout.Infinite, token)", false)]
    [InlineData("Task.Delay(Timeout.InfiniteTimeSpan, token)", false)]
    public void Sleeping_is_recognised(string text, bool expected) => Assert.Equal(expected, Sleep().IsMatch(text));

    [Fact]
    public void No_file_has_regions() => Violations.None("#region", Containing("src", Region()).Concat(Containing("tests", Region())));

    private static IEnumerable<string> Containing(string folder, Regex pattern) =>
        Repository.Sources(folder).Where(file => !file.EndsWith("/SourceFileTests.cs", StringComparison.Ordinal) && pattern.IsMatch(Repository.Read(file)));

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(Util|Utils|Utilities|Helper|Helpers|Common|Manager|Managers)(?![a-z0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Vague();

    [GeneratedRegex(@"\[(LibraryImport|DllImport)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NativeImport();

    [GeneratedRegex(@"\bfixed \(|\bvar \w+ = stackalloc\b|\(byte\*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pointers();

    [GeneratedRegex(@"Thread\.Sleep\(|Task\.Delay\((?!Timeout\.Infinite)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sleep();

    [GeneratedRegex(@"^\s*#region", RegexOptions.Multiline, 1000)]
    private static partial Regex Region();
}
