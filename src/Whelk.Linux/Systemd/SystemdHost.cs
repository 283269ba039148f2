using Whelk.Errors;
using Whelk.Linux.Processes;

namespace Whelk.Linux.Systemd;

/// <summary>The host's systemd, asked by its own programs: they speak its protocol of the day, and need no message bus as root.</summary>
public static class SystemdHost
{
    private static readonly string[] Folders = ["/usr/bin", "/bin"];

    /// <summary>Whether it is the host's first process. sd_booted(3).</summary>
    public static bool IsRunning => Directory.Exists("/run/systemd/system");

    /// <summary>One of its programs.</summary>
    /// <exception cref="WhelkException">Unavailable: it is not installed.</exception>
    internal static string Program(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new WhelkException(ErrorCode.Unavailable, $"{name} is not installed (package systemd)");

    /// <summary>What it knows of a unit, by the properties' names; empty where it cannot be asked. systemctl(1), show.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> ShowAsync(string unit, IReadOnlyList<string> properties, CancellationToken cancellationToken)
    {
        var result = await ChildProcess.RunAsync(new SpawnOptions { Path = Program("systemctl"), Arguments = ["show", $"--property={string.Join(',', properties)}", "--", unit] }, cancellationToken);
        return ParseShown(result.Output);
    }

    internal static IReadOnlyDictionary<string, string> ParseShown(string text) =>
        text.Split('\n').Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
}
