using System.Globalization;
using System.Text;

namespace Whelk.Guest.Inside;

/// <summary>One process at one moment. proc_pid_stat(5), proc_pid_cmdline(5).</summary>
internal sealed record ProcessSnapshot
{
    private const int TicksPerSecond = 100;
    private const long PageKilobytes = 4;

    internal required int Pid { get; init; }

    internal required int ParentPid { get; init; }

    internal required string User { get; init; }

    internal required string Name { get; init; }

    internal required string State { get; init; }

    internal required string Terminal { get; init; }

    internal required TimeSpan CpuTime { get; init; }

    internal required double CpuPercent { get; init; }

    internal required double MemoryPercent { get; init; }

    internal required long VirtualKilobytes { get; init; }

    internal required long ResidentKilobytes { get; init; }

    /// <summary>The time of day, or the date where that is longer ago.</summary>
    internal required string Started { get; init; }

    /// <summary>Without line ends; the name in brackets where there is none.</summary>
    internal required string CommandLine { get; init; }

    /// <summary>Null where it has ended meanwhile.</summary>
    /// <param name="pid">Its number.</param>
    /// <param name="memory">Bytes of the whole machine.</param>
    internal static ProcessSnapshot? TryRead(int pid, long memory)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var (open, close) = (stat.IndexOf('('), stat.LastIndexOf(')'));
            var fields = stat[(close + 2)..].Split(' ');
            return Of(pid, Clean(stat[(open + 1)..close]), fields, memory);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static ProcessSnapshot Of(int pid, string name, string[] fields, long memory)
    {
        var uptime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        var used = TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / (double)TicksPerSecond);
        var age = Math.Max(0.01, uptime - (Number(fields[19]) / (double)TicksPerSecond));
        var resident = Number(fields[21]) * PageKilobytes;
        return new ProcessSnapshot
        {
            Pid = pid,
            ParentPid = (int)Number(fields[1]),
            User = UserOf(pid),
            Name = name,
            State = fields[0],
            Terminal = TerminalOf(Number(fields[4])),
            CpuTime = used,
            CpuPercent = Math.Min(99, used.TotalSeconds / age * 100),
            MemoryPercent = memory > 0 ? resident * 1024d / memory * 100 : 0,
            VirtualKilobytes = Number(fields[20]) / 1024,
            ResidentKilobytes = resident,
            Started = StartOf(TimeSpan.FromSeconds(age)),
            CommandLine = CommandLineOf(pid, name),
        };
    }

    private static long Number(string field) => long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string UserOf(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        var uid = line?.Split('\t', StringSplitOptions.RemoveEmptyEntries) is [_, _, var effective, ..] ? effective : "?";
        return uid == "0" ? "root" : uid;
    }

    // tty_nr: the major number in bits 15 to 8, 136 for pseudo-terminals.
    private static string TerminalOf(long number) => number == 0 ? "?" : ((number >> 8) & 0xFFF) == 136 ? $"pts/{number & 0xFF}" : $"tty{number & 0xFF}";

    private static string StartOf(TimeSpan age)
    {
        var start = TimeProvider.System.GetUtcNow() - age;
        return start.ToString(age < TimeSpan.FromDays(1) ? "HH:mm" : "MMMdd", CultureInfo.InvariantCulture);
    }

    private static string CommandLineOf(int pid, string name)
    {
        var words = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).TrimEnd('\0');
        return words.Length == 0 ? $"[{name}]" : Clean(words);
    }

    private static string Clean(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
