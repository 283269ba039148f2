using System.Globalization;
using Whelk.Linux.Native;

namespace Whelk.Linux.Processes;

/// <summary>
/// The text of this process: the executable's code and its libraries'. It is never written, so the kernel has it in its page cache whether this process maps it or not; but
/// as long as it does, it counts as the process's memory (RSS), all that was ever run once, and is the last that the kernel reclaims. proc_pid_smaps(5).
/// </summary>
public static class ProgramText
{
    /// <summary>Unmaps its pages, MADV_DONTNEED of madvise(2). What is run next comes back from the page cache, sixteen pages at a time, at some microseconds each.</summary>
    public static void LetGo()
    {
        foreach (var (start, end) in Clean(File.ReadLines("/proc/self/smaps")))
        {
            // A page that cannot be let go stays, which is what this is called against, and no more.
            _ = Libc.madvise(start, end - start, Libc.MADV_DONTNEED);
        }
    }

    /// <summary>The mappings of files that are executable, and of which no page is the process's own (a debugger's breakpoint): that would be lost.</summary>
    /// <param name="smaps">The lines of /proc/PID/smaps.</param>
    internal static IReadOnlyList<(nint Start, nint End)> Clean(IEnumerable<string> smaps)
    {
        var found = new List<(nint, nint)>();
        (nint, nint)? mapping = null;
        foreach (var line in smaps)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["Anonymous:", var own, "kB"])
            {
                if (mapping is { } text && own == "0")
                {
                    found.Add(text);
                }

                mapping = null;
            }
            else if (!words[0].EndsWith(':'))
            {
                mapping = words is [var range, "r-xp", _, _, _, ['/', ..], ..] ? Parse(range) : null;
            }
        }

        return found;
    }

    private static (nint Start, nint End) Parse(string range)
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        return (nint.Parse(range.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture), nint.Parse(range.AsSpan(dash + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
