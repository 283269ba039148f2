using System.Globalization;
using Whelk.Linux.Machine;

namespace Whelk.Integration.Tests.Recovering;

/// <summary>Finds the monitor of a workload by the workload's process.</summary>
internal static class Monitors
{
    /// <summary>The nearest ancestor that is a <c>whelk monitor</c>.</summary>
    internal static int Of(int pid)
    {
        for (var at = pid; at > 1; at = ParentOf(at))
        {
            var command = File.ReadAllText($"/proc/{at}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
            if (command is [var path, "monitor"] && Path.GetFileName(path) == "whelk")
            {
                return at;
            }
        }

        throw new InvalidOperationException($"process {pid} has no monitor above it");
    }

    /// <summary>The monitors of a program that live below a daemon: those of its workloads and the spare one, or those of VMs.</summary>
    internal static IReadOnlyList<int> Below(int daemon, string program)
    {
        List<int> monitors = [.. Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0 && IsMonitor(pid, program))];
        return [.. monitors.Where(pid => IsBelow(pid, daemon))];
    }

    private static bool IsMonitor(int pid, string program)
    {
        try
        {
            var command = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
            return command.Length > 1 && Path.GetFileName(command[0]) == program && command.Contains("monitor");
        }
        catch (IOException)
        {
            // It has just ended.
            return false;
        }
    }

    private static bool IsBelow(int pid, int ancestor)
    {
        var at = pid;
        while (at > 1 && at != ancestor)
        {
            at = ProcessStat.TryRead(at)?.ParentPid ?? 0;
        }

        return at == ancestor;
    }

    private static int ParentOf(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
