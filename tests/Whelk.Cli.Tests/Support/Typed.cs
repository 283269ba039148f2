using System.Text;
using Whelk.Cli.CommandLine;
using Whelk.Testing;

namespace Whelk.Cli.Tests.Support;

/// <summary>What a person types: runs commands within the test's process.</summary>
internal static class Typed
{
    internal static readonly ManualClock Clock = new(new DateTimeOffset(2024, 5, 6, 12, 0, 0, TimeSpan.Zero));

    internal static CliResult Run(FakeEngine? engine, params string[] words) => Run(engine, string.Empty, words);

    internal static CliResult Run(FakeEngine? engine, string input, string[] words)
    {
        var (output, error) = (new MemoryStream(), new MemoryStream());
        using var host = Host(engine, new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error);
        var code = ClientProgram.Run(words, host);
        return new CliResult(code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    internal static CommandHost Host(FakeEngine? engine, Stream input, Stream output, Stream error) => new()
    {
        Input = input,
        Output = output,
        ErrorOutput = error,
        Environment = name => name switch { "WHELK_HOST" => engine?.Address ?? "unix:///nowhere/whelk.sock", "FROM_HERE" => "here", _ => null },
        Time = Clock,
        IsTerminal = _ => false,
    };
}
