using System.Text.RegularExpressions;
using Xunit;

namespace Whelk.Architecture.Tests;

public sealed partial class ArchitecturePageTests
{
    private const string Page = "ARCHITECTURE.md";
    private static readonly string[] Extensions = [".cs", ".csproj", ".c", ".h", ".json", ".md", ".props", ".sh", ".slnx", ".txt", ".yml"];

    [Fact]
    public void Page_is_there() => Assert.True(Repository.Exists(Page), $"{Page} is missing: it is the map that these tests hold against the code");

    [Fact]
    public void Paths_that_it_names_exist()
    {
        var paths = Quoted(Repository.Read(Page)).Where(IsPath).ToList();
        Assert.True(paths.Count >= 10, $"{Page} names {paths.Count} paths in backticks");

        Violations.None($"{Page} names what does not exist", paths.Where(path => !Repository.Exists(path.TrimEnd('/'))));
    }

    [Fact]
    public void Types_that_it_names_are_declared()
    {
        var types = Quoted(Repository.Read(Page)).Where(word => TypeName().IsMatch(word)).ToList();
        Assert.True(types.Count > 0, $"{Page} names no type in backticks");
        var declared = Repository.Sources("src").SelectMany(Declarations.In).ToHashSet(StringComparer.Ordinal);

        Violations.None($"{Page} names types that nobody declares", types.Where(type => !declared.Contains(type)));
    }

    [Theory]
    [InlineData("see `src/Whelk.Vm` and `build`", "src/Whelk.Vm")]
    [InlineData("in `global.json`, `README.md` and `--root`", "global.json README.md")]
    [InlineData("`/whelk/…`, `unix:///path`, `-p 80:80`, `a/<id>`, `crun | runc`", "")]
    [InlineData("a `src/x.cs` b `src/y.cs` c", "src/x.cs src/y.cs")]
    public void Paths_are_told_from_other_words(string text, string expected) => Assert.Equal(expected, string.Join(' ', Quoted(text).Where(IsPath)));

    [Theory]
    [InlineData("`WhelkEngine` and `Recipe`", "WhelkEngine Recipe")]
    [InlineData("`IMAGE`, `ROOT`, `create`, `exit.json`, `src/X.cs`, `Whelk.Vm`, `A`", "")]
    public void Types_are_told_from_other_words(string text, string expected) => Assert.Equal(expected, string.Join(' ', Quoted(text).Where(word => TypeName().IsMatch(word))));

    private static IEnumerable<string> Quoted(string text) => Backticks().Matches(text).Select(match => match.Groups["word"].Value);

    private static bool IsPath(string word) =>
        PathName().IsMatch(word) && (word.Contains('/', StringComparison.Ordinal) || Extensions.Contains(Path.GetExtension(word))) && !word.StartsWith('/') && word is not "exit.json" and not "config.json";

    [GeneratedRegex("`(?<word>[^`\n]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Backticks();

    [GeneratedRegex("^[A-Za-z0-9_./-]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathName();

    [GeneratedRegex("^[A-Z][a-z0-9]+([A-Z][a-z0-9]*)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeName();
}
