using Xunit;

namespace Whelk.Architecture.Tests;

/// <summary>What every program of ours does alike.</summary>
public sealed class ExecutableTests
{
    [Fact]
    public void Programs_settle_the_runtime_before_they_have_a_second_thread() => Violations.None(
        "RuntimeStart.Settle is to be the first thing that a program says",
        from project in Repository.Files
        where project.StartsWith("src/", StringComparison.Ordinal) && project.EndsWith(".csproj", StringComparison.Ordinal) && Repository.Read(project).Contains("Executable.props", StringComparison.Ordinal)
        let program = $"{Path.GetDirectoryName(project)}/Program.cs"
        where FirstStatement(program) != "RuntimeStart.Settle();"
        select program);

    private static string? FirstStatement(string program) =>
        Repository.ReadLines(program).FirstOrDefault(line => line.Length > 0 && !line.StartsWith("using ", StringComparison.Ordinal) && !line.StartsWith("//", StringComparison.Ordinal));
}
