using Whelk.Cli.Run;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Cli.Tests.Run;

public sealed class EnvironmentFileTests
{
    [Theory]
    [InlineData("A=1", "A=1")]
    [InlineData("  A=1  ", "A=1  ")]
    [InlineData("A=1=2 # no comment", "A=1=2 # no comment")]
    [InlineData("A=\"quoted\"", "A=\"quoted\"")]
    [InlineData("A=", "A=")]
    [InlineData("# A=1", "")]
    [InlineData("\t# A=1", "")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("HOME", "HOME=/here")]
    [InlineData("UNSET", "")]
    public void Line_is_read_as_docker_reads_it(string line, string expected) => Assert.Equal(expected, string.Join('|', Parse(line)));

    [Theory]
    [InlineData("=x", "invalid environment file (f): no variable name on line '=x'")]
    [InlineData("A B=x", "invalid environment file (f): variable 'A B' contains whitespaces")]
    [InlineData("A =x", "invalid environment file (f): variable 'A ' contains whitespaces")]
    [InlineData("A B", "invalid environment file (f): variable 'A B' contains whitespaces")]
    public void Line_that_is_wrong_is_refused_in_dockers_words(string line, string message) =>
        Assert.Equal(message, Assert.Throws<WhelkException>(() => Parse(line)).Message);

    [Fact]
    public void Variables_of_files_come_before_those_of_options()
    {
        using var scratch = new ScratchFolder();
        var file = scratch.File("env", "\uFEFFA=file\r\n\r\nB=file\n");

        Assert.Equal(["A=file", "B=file", "A=option"], EnvironmentFile.Gather([file], ["A=option"], _ => null));
    }

    [Theory]
    [InlineData("missing", ErrorCode.NotFound)]
    [InlineData("folder", ErrorCode.Denied)]
    public void File_that_cannot_be_read_is_named(string name, ErrorCode code)
    {
        using var scratch = new ScratchFolder();
        scratch.Folder("folder");
        var error = Assert.Throws<WhelkException>(() => EnvironmentFile.Gather([scratch[name]], [], _ => null));

        Assert.Equal(code, error.Code);
        Assert.StartsWith($"open {scratch[name]}: ", error.Message);
    }

    private static string[] Parse(string line) => [.. EnvironmentFile.Parse([line], "f", name => name == "HOME" ? "/here" : null)];
}
