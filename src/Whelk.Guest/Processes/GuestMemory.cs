using System.Globalization;

namespace Whelk.Guest.Processes;

/// <summary>What became of the guest's memory, which is the workload's own.</summary>
internal static class GuestMemory
{
    private const string Kills = "oom_kill ";

    /// <summary>Whether the kernel has killed a process since the boot because there was no memory left. Counted since Linux 4.13, /proc/vmstat.</summary>
    internal static bool RanOut() =>
        File.ReadLines("/proc/vmstat").FirstOrDefault(line => line.StartsWith(Kills, StringComparison.Ordinal)) is { } line && long.Parse(line.AsSpan(Kills.Length), CultureInfo.InvariantCulture) > 0;
}
