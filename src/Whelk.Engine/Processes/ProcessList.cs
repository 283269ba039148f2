using System.Globalization;
using Whelk.Errors;

namespace Whelk.Engine.Processes;

/// <summary>A table of ps(1), read as Docker reads it (moby, daemon/top_unix.go).</summary>
/// <param name="Titles">Of the columns.</param>
/// <param name="Rows">As many fields each as there are titles.</param>
public sealed record ProcessList(IReadOnlyList<string> Titles, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    // A thread's line of ps -m has no number of its own; it belongs to the process above it.
    private const string OfThread = "-";

    /// <param name="table">What ps wrote.</param>
    /// <param name="wanted">The numbers of the processes that count; null for all.</param>
    /// <exception cref="WhelkException">Internal, in Docker's words: there is no column of numbers.</exception>
    internal static ProcessList Parse(string table, IReadOnlySet<int>? wanted)
    {
        var lines = table.Split('\n');
        var titles = Fields(lines[0]);
        var column = Array.IndexOf(titles, "PID");
        if (column < 0)
        {
            throw new WhelkException(ErrorCode.Internal, "Couldn't find PID field in ps output");
        }

        var rows = new List<IReadOnlyList<string>>();
        var last = false;
        foreach (var fields in lines.Skip(1).Select(Fields).Where(fields => fields.Length > column))
        {
            if (fields[column] != OfThread)
            {
                last = wanted is null || wanted.Contains(NumberIn(fields[column]));
            }

            if (last)
            {
                rows.Add([.. fields.Take(titles.Length - 1), string.Join(' ', fields.Skip(titles.Length - 1))]);
            }
        }

        return new ProcessList(titles, rows);
    }

    private static int NumberIn(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
        ? pid
        : throw new WhelkException(ErrorCode.Internal, $"Unexpected pid '{field}'");

    private static string[] Fields(string line) => line.Split([' ', '\t', '\v', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
