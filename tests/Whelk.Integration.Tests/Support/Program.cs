using System.Text;
using Whelk.Linux.Processes;

namespace Whelk.Integration.Tests.Support;

/// <summary>Runs programs as a user would, each bounded in time.</summary>
internal static class Program
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    /// <summary>Runs it to its end and returns both outputs.</summary>
    internal static async Task<CommandResult> RunAsync(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string input = "", TimeSpan? bound = null)
    {
        using var ending = new CancellationTokenSource(bound ?? Bound);
        try
        {
            return await CommandRunner.RunAsync(Options(path, arguments, environment), Encoding.UTF8.GetBytes(input), ending.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"{path} {string.Join(' ', arguments)} did not end within {(bound ?? Bound).TotalSeconds} s", exception);
        }
    }

    /// <summary>Runs it on a terminal, which script(1) makes; what it showed, with lines as a file has them.</summary>
    internal static async Task<CommandResult> OnTerminalAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var line = string.Join(' ', command.Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        var result = await RunAsync("script", ["-qec", line, "/dev/null"], environment);

        // Carriage returns are doubled until a client has made its terminal raw; ^@ is the echo, whenever it comes, of the end of script's own input.
        return result with { Output = result.Output.Replace("\r", string.Empty, StringComparison.Ordinal).Replace("^@", string.Empty, StringComparison.Ordinal) };
    }

    internal static SpawnOptions Options(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null) => new()
    {
        Path = path.Contains('/') ? path : Which(path),
        Arguments = arguments,
        Environment = EnvironmentWith(environment ?? new Dictionary<string, string>()),
    };

    private static string Which(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"{name} is not installed: run ./setup --test");

    private static List<string> EnvironmentWith(IReadOnlyDictionary<string, string> more)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? string.Empty);
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        return [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];
    }
}
