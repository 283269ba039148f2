using System.Globalization;
using System.Text;
using Whelk.Errors;
using Whelk.Linux.Machine;

namespace Whelk.Guest.Inside;

/// <summary>The workload's processes as ps(1) shows them: those of the pid namespace of its first one. Users are shown by number, but for root.</summary>
internal static class ProcessTable
{
    private static readonly Dictionary<string, (string Title, Func<ProcessSnapshot, string> Of)> Columns = new()
    {
        ["uid"] = ("UID", process => process.User),
        ["user"] = ("USER", process => process.User),
        ["pid"] = ("PID", process => $"{process.Pid}"),
        ["ppid"] = ("PPID", process => $"{process.ParentPid}"),
        ["c"] = ("C", process => $"{(int)process.CpuPercent}"),
        ["%cpu"] = ("%CPU", process => process.CpuPercent.ToString("0.0", CultureInfo.InvariantCulture)),
        ["%mem"] = ("%MEM", process => process.MemoryPercent.ToString("0.0", CultureInfo.InvariantCulture)),
        ["vsz"] = ("VSZ", process => $"{process.VirtualKilobytes}"),
        ["rss"] = ("RSS", process => $"{process.ResidentKilobytes}"),
        ["tty"] = ("TTY", process => process.Terminal),
        ["stat"] = ("STAT", process => process.State),
        ["stime"] = ("STIME", process => process.Started),
        ["start"] = ("START", process => process.Started),
        ["time"] = ("TIME", process => process.CpuTime.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)),
        ["comm"] = ("COMMAND", process => process.Name),
        ["cmd"] = ("CMD", process => process.CommandLine),
        ["args"] = ("COMMAND", process => process.CommandLine),
    };

    /// <param name="first">The workload's first process.</param>
    /// <param name="form">The columns by ps's own names, with commas between.</param>
    /// <exception cref="WhelkException">InvalidArgument: an unknown column.</exception>
    internal static string Of(int first, string form)
    {
        var columns = form.Split(',').Select(name => Columns.TryGetValue(name, out var column)
            ? column
            : throw new WhelkException(ErrorCode.InvalidArgument, $"ps: unknown user-defined format specifier \"{name}\"")).ToList();
        var table = new StringBuilder().AppendJoin(' ', columns.Select(column => column.Title)).Append('\n');
        var memory = HostMemory.Total;
        foreach (var pid in Pids().Where(pid => NamespaceOf(pid) == NamespaceOf(first)).Order())
        {
            if (ProcessSnapshot.TryRead(pid, memory) is { } process)
            {
                table.AppendJoin(' ', columns.Select(column => column.Of(process))).Append('\n');
            }
        }

        return table.ToString();
    }

    private static IEnumerable<int> Pids() =>
        Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0);

    private static string? NamespaceOf(int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/ns/pid", returnFinalTarget: false)?.Name;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
