using Whelk.Errors;
using Whelk.Vm.CommandLine;
using Xunit;

namespace Whelk.Vm.Tests.CommandLine;

public sealed class GlobalOptionsTests
{
    [Fact]
    public void Parse_as_containerd_calls_is_understood()
    {
        var options = GlobalOptions.Parse(["--root", "/run/r", "--log", "/l.json", "--log-format", "json", "--systemd-cgroup", "create", "--bundle", "/b", "ID"]);
        Assert.Equal(("/run/r", "/l.json", true, "create"), (options.Root, options.Log, options.JsonLog, options.Command));
        Assert.Equal(["--bundle", "/b", "ID"], options.Rest);
    }

    [Fact]
    public void Parse_as_conmon_calls_is_understood()
    {
        var options = GlobalOptions.Parse(["start", "ID"]);
        Assert.Equal(("/run/whelk-vm", null, false, "start"), (options.Root, options.Log, options.JsonLog, options.Command));
    }

    [Theory]
    [InlineData("--version", "--version")]
    [InlineData("-v", "--version")]
    [InlineData("--help", "--help")]
    [InlineData("", "--help")]
    public void Parse_without_a_command_says_what_it_is(string line, string command) =>
        Assert.Equal(command, GlobalOptions.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Command);

    [Fact]
    public void Parse_options_of_the_command_stay_its_own() => Assert.Equal(["--log", "x"], GlobalOptions.Parse(["exec", "--log", "x"]).Rest);

    [Theory]
    [InlineData("--log-format xml list")]
    [InlineData("--nonsense list")]
    public void Parse_what_is_unknown_is_refused(string line) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => GlobalOptions.Parse(line.Split(' '))).Code);
}
