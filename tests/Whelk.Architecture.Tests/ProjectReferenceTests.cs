using System.Xml.Linq;
using Xunit;

namespace Whelk.Architecture.Tests;

public sealed class ProjectReferenceTests
{
    private const string Arrow = "→";
    private static readonly string[] OfTheirOwnKind = ["Whelk.Architecture.Tests", "Whelk.Integration.Tests"];

    [Fact]
    public void References_are_the_arrows_of_the_picture()
    {
        var picture = Picture();
        Assert.Equal(Projects("src").Order(StringComparer.Ordinal), picture.Keys.Order(StringComparer.Ordinal));

        Violations.None("ARCHITECTURE.md and the project files disagree", picture
            .Select(arrow => (arrow.Key, Drawn: Join(arrow.Value), Real: Join(References("src", arrow.Key))))
            .Where(project => project.Drawn != project.Real)
            .Select(project => $"{project.Key}: drawn {project.Drawn}, in the project file {project.Real}"));
    }

    [Fact]
    public void Tests_are_there_for_every_project_and_refer_to_it_alone()
    {
        var tests = Projects("tests").Except(Projects("tests/clients")).Except(OfTheirOwnKind).ToList();

        Violations.None("no tests of this project", Projects("src").Except(["Whelk.Errors", "Whelk.Guest"]).Where(project => !tests.Contains($"{project}.Tests")));
        Violations.None("tests refer to more than their project", tests.Where(test => Join(References("tests", test)) != test[..^".Tests".Length]));
    }

    [Fact]
    public void Solution_holds_every_project()
    {
        var solution = Repository.Read("Whelk.slnx");

        Violations.None("not in Whelk.slnx", Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && !solution.Contains($"\"{file}\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("    Whelk.Vm    the executable `whelk-vm`. Never the Engine.   → Oci, Guest.Protocol", "Whelk.Vm", "Whelk.Guest.Protocol, Whelk.Oci")]
    [InlineData("    Whelk.Errors    the one exception. References nothing.", "Whelk.Errors", "")]
    [InlineData("    whelk daemon: Api → Engine", null, null)]
    [InlineData("Whelk.Vm is no line of the picture → Oci", null, null)]
    public void Line_of_the_picture_is_read(string line, string? project, string? references)
    {
        var read = ReadLine(line);

        Assert.Equal((project, references), (read?.Project, read is null ? null : Join(read.Value.References)));
    }

    private static Dictionary<string, IEnumerable<string>> Picture() =>
        Repository.ReadLines("ARCHITECTURE.md").Select(ReadLine).OfType<(string Project, IEnumerable<string> References)>().ToDictionary(line => line.Project, line => line.References);

    private static (string Project, IEnumerable<string> References)? ReadLine(string line)
    {
        if (!line.StartsWith("    Whelk.", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = line.Split(Arrow, 2);
        var references = parts.Length == 1 ? [] : parts[1].Split(',', StringSplitOptions.TrimEntries).Select(name => $"Whelk.{name}");
        return (parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], references);
    }

    private static IEnumerable<string> Projects(string folder) =>
        Repository.Files.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file));

    private static IEnumerable<string> References(string folder, string project) =>
        XDocument.Load(Path.Combine(Repository.Root, folder, project, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    private static string Join(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
