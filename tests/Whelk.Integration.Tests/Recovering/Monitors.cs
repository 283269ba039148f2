using System.Globalization;

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

    private static int ParentOf(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
