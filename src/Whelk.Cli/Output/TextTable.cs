namespace Whelk.Cli.Output;

/// <summary>A table as Docker draws it (Go's tabwriter with a least width of 10 and three blanks between): easy for awk.</summary>
internal static class TextTable
{
    private const int LeastWidth = 10;
    private const int Gap = 3;

    public static void Write(TextWriter output, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var columns = rows.Max(row => row.Length);
        var widths = Enumerable.Range(0, columns)
            .Select(column => Math.Max(LeastWidth, rows.Where(row => column < row.Length).Max(row => row[column].Length) + Gap))
            .ToArray();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length - 1; column++)
            {
                output.Write(row[column].PadRight(widths[column]));
            }

            output.WriteLine(row[^1]);
        }
    }
}
