using System.Globalization;
using Whelk.Linux.Namespaces;

namespace Whelk.Engine.Users;

/// <summary>A line of /etc/subuid or /etc/subgid: ids that somebody may give to what he runs. subuid(5).</summary>
/// <param name="Owner">A user's name, or its number.</param>
/// <param name="Ids">Those ids.</param>
internal sealed record SubordinateIds(string Owner, IdRange Ids)
{
    /// <summary>What a file says; a line that says nothing is passed over, and so is a file that is not there.</summary>
    internal static IReadOnlyList<SubordinateIds> Read(string path) => File.Exists(path) ? [.. File.ReadLines(path).Select(Parse).OfType<SubordinateIds>()] : [];

    private static SubordinateIds? Parse(string line) =>
        line.Trim().Split(':') is [{ Length: > 0 } owner, var start, var count]
        && uint.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && ulong.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        && Math.Min(size, IdPool.Last + 1UL - Math.Min(first, IdPool.Last)) is > 0 and <= uint.MaxValue and var usable
            ? new SubordinateIds(owner, new IdRange(first, (uint)usable))
            : null;
}
