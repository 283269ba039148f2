using Whelk.Networks;

namespace Whelk.Integration.Tests.Support;

/// <summary>What a daemon may leave on the host when it goes: processes, mounts, links, tables, control groups, sockets.</summary>
internal static class Leftovers
{
    internal static async Task<IReadOnlyList<string>> OfAsync(PrivateDaemon daemon) =>
    [
        .. await OfAsync(daemon.Folder, daemon.Root),
        .. Files(daemon.Run),
    ];

    /// <summary>What is left of a daemon that had its folders in this one.</summary>
    internal static async Task<IReadOnlyList<string>> OfAsync(string folder, string root) =>
    [
        .. Of(folder),
        .. Links(new NetworkNames(root)),
        .. await TablesAsync(new NetworkNames(root)),
        .. Cgroups(new NetworkNames(root)),
    ];

    /// <summary>Processes and mounts that have to do with a folder.</summary>
    internal static IReadOnlyList<string> Of(string folder) => [.. Processes(folder), .. Mounts(folder)];

    private static IEnumerable<string> Processes(string folder)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out var pid) && pid != Environment.ProcessId))
        {
            var command = TryRead(Path.Combine(process, "cmdline")).Replace('\0', ' ');
            if (command.Contains(folder, StringComparison.Ordinal))
            {
                yield return $"process {Path.GetFileName(process)} {command}";
            }
            else if (TryRead(Path.Combine(process, "mountinfo")).Contains(folder, StringComparison.Ordinal))
            {
                yield return $"mounts of process {Path.GetFileName(process)} {command}";
            }
        }
    }

    private static IEnumerable<string> Mounts(string folder) =>
        File.ReadLines("/proc/self/mountinfo").Where(line => line.Contains(folder, StringComparison.Ordinal)).Select(line => $"mount {line}");

    private static IEnumerable<string> Links(NetworkNames names) =>
        Directory.EnumerateFileSystemEntries("/sys/class/net").Select(path => Path.GetFileName(path)).Where(link => link.StartsWith(names.Bridge, StringComparison.Ordinal)).Select(link => $"link {link}");

    private static async Task<IEnumerable<string>> TablesAsync(NetworkNames names)
    {
        var tables = (await Program.RunAsync("nft", ["list", "tables"])).Output;
        return tables.Split('\n').Where(table => table.Contains(names.Table, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Cgroups(NetworkNames names) =>
        Directory.EnumerateDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup")
            .Select(hierarchy => Path.Combine(hierarchy, names.Table)).Where(Directory.Exists).Select(group => $"control group {group}");

    private static IEnumerable<string> Files(string run) => Directory.Exists(run)
        ? Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.Contains("/.accelerator", StringComparison.Ordinal)).Select(file => $"file {file}")
        : [];

    // A process may end while it is looked at.
    private static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
