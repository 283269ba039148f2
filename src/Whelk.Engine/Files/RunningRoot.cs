using System.Globalization;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Mounts;
using Whelk.Linux.Native;

namespace Whelk.Engine.Files;

/// <summary>
/// The root of a workload that runs, and its namespaces, found through a process by its number. The process is held while it is looked at, so another one that gets its number
/// meanwhile is never taken for it: its root may be the host's. proc(5).
/// </summary>
internal static class RunningRoot
{
    /// <summary>As the workload's first process has it, with all that is mounted.</summary>
    /// <param name="pid">The first process.</param>
    /// <param name="cgroup">The workload's control group, by which the process is known for the workload's.</param>
    /// <exception cref="WhelkException">Conflict: it has ended.</exception>
    internal static DirectoryHandle OfProcess(int pid, string? cgroup)
    {
        try
        {
            using var process = DirectoryHandle.Open($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}");
            if (cgroup is not null && File.ReadLines($"{process.DescriptorPath}/cgroup").Any(line => IsIn(line, cgroup)))
            {
                return DirectoryHandle.Open($"{process.DescriptorPath}/root");
            }
        }
        catch (Exception exception) when (exception is SyscallException or IOException)
        {
            // It ended at this moment.
        }

        throw Ended();
    }

    /// <summary>A namespace of its first process, as a path that is good for as long as the process lives.</summary>
    /// <param name="pid">The first process.</param>
    /// <param name="cgroup">The workload's control group, by which the process is known for the workload's.</param>
    /// <param name="kind">net, pid, ipc, as in /proc/PID/ns.</param>
    /// <exception cref="WhelkException">Conflict: it has ended.</exception>
    internal static string NamespaceOf(int pid, string? cgroup, string kind)
    {
        OfProcess(pid, cgroup).Dispose();
        return $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/ns/{kind}";
    }

    /// <summary>The overlay alone, where the workload's monitor has mounted it for the runtime.</summary>
    /// <param name="monitor">The monitor's process.</param>
    /// <param name="merged">Where that is.</param>
    /// <exception cref="WhelkException">Conflict: it has ended.</exception>
    internal static DirectoryHandle OfMonitor(int monitor, string merged)
    {
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{monitor.ToString(CultureInfo.InvariantCulture)}/task"))
            {
                using var task = DirectoryHandle.Open(thread);
                if (MountTable.Points($"{task.DescriptorPath}/mountinfo").Contains(merged))
                {
                    using var root = DirectoryHandle.Open($"{task.DescriptorPath}/root");
                    return root.OpenInRoot(FilePath.From(merged));
                }
            }
        }
        catch (Exception exception) when (exception is SyscallException or IOException)
        {
            // It ended at this moment.
        }

        throw Ended();
    }

    // hierarchy:controllers:path
    private static bool IsIn(string line, string cgroup) =>
        line.Split(':', 3) is [_, _, var path] && (path == cgroup || path.StartsWith(cgroup + "/", StringComparison.Ordinal));

    private static WhelkException Ended() => new(ErrorCode.Conflict, "the container has ended meanwhile");
}
