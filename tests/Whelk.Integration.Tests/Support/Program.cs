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
