using Whelk.Cli.Tests.Support;
using Xunit;

namespace Whelk.Cli.Tests.CommandLine;

public sealed class ClientProgramTests
{
    [Theory]
    [InlineData("run --nosuch img", "unknown flag: --nosuch", "whelk run")]
    [InlineData("run -Z img", "unknown shorthand flag: 'Z' in -Z", "whelk run")]
    [InlineData("ps --nosuch", "unknown flag: --nosuch", "whelk ps")]
    [InlineData("nosuch", "unknown command: whelk nosuch", "whelk")]
    [InlineData("ps extra", "'whelk ps' does not take the argument \"extra\"", "whelk ps")]
    [InlineData("run", "'whelk run' requires at least 1 argument(s): IMAGE [COMMAND] [ARG...]", "whelk run")]
    [InlineData("rm", "'whelk rm' requires at least 1 argument(s): CONTAINER", "whelk rm")]
    public void Words_that_are_no_command_end_with_125_and_point_to_the_help(string words, string reason, string path)
    {
        var result = Typed.Run(null, words.Split(' '));

        Assert.Equal((125, $"whelk: {reason}\n\nRun '{path} --help' for more information\n"), (result.ExitCode, result.Error));
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("--help", "compare")]
    [InlineData("run --help", "--isolation")]
    public void Help_goes_to_standard_output(string words, string contained)
    {
        var result = Typed.Run(null, words.Split(' '));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(contained, result.Output);
    }

    [Fact]
    public void Host_option_wins_over_the_environment_and_is_known_everywhere()
    {
        using var engine = new FakeEngine();
        engine.On("GET /containers/json", FakeAnswer.Json("[]"));

        Assert.Equal(0, Typed.Run(null, "ps", "--host", engine.Address).ExitCode);
        Assert.Equal(0, Typed.Run(null, "-H", engine.Address, "ps").ExitCode);
        Assert.Equal("invalid host \"tcp://x\": only unix:///path is spoken\n", Typed.Run(engine, "ps", "--host", "tcp://x").Error);
    }

    [Fact]
    public void Version_shows_the_client_also_without_a_daemon()
    {
        var result = Typed.Run(null, "version");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("Client:\n Version:", result.Output);
        Assert.StartsWith("Cannot connect to the Whelk daemon", result.Error);
    }

    [Fact]
    public void Version_takes_a_template()
    {
        using var engine = new FakeEngine();
        engine.On("GET /version", FakeAnswer.Json("{\"Version\":\"9.9\",\"ApiVersion\":\"1.45\"}"));

        Assert.Equal("9.9\n", Typed.Run(engine, "version", "--format", "{{.Server.Version}}").Output);
    }
}
