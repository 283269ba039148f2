using System.Globalization;
using System.Text.RegularExpressions;

namespace Whelk.Linux.Mounts;

/// <summary>What is mounted in this process's mount namespace. proc_pid_mountinfo(5).</summary>
public static partial class MountTable
{
    private const int MountPointField = 4;

    /// <summary>Whether something is mounted at exactly this path, which must be absolute and without symbolic links.</summary>
    public static bool Contains(string path) => Points().Any(point => point == path);

    /// <summary>All mount points, in the order of mounting.</summary>
    public static IEnumerable<string> Points() => Points("/proc/self/mountinfo");

    /// <summary>Those of another process, by its mountinfo.</summary>
    public static IEnumerable<string> Points(string mountInfo) =>
        File.ReadLines(mountInfo).Select(line => Unescape(line.Split(' ')[MountPointField]));

    // The kernel writes blanks and backslashes as octal numbers.
    private static string Unescape(string field) => field.Contains('\\')
        ? Escape().Replace(field, match => ((char)Convert.ToInt32(match.Groups["octal"].Value, 8)).ToString(CultureInfo.InvariantCulture))
        : field;

    [GeneratedRegex(@"\\(?<octal>[0-7]{3})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
