using System.Text.Json.Nodes;
using Whelk.Cli.Templates;

namespace Whelk.Cli.Output;

/// <summary>A list as the user wants it: a table, JSON, or a template applied to each row.</summary>
internal static class RowOutput
{
    private const string TablePrefix = "table";

    /// <param name="output">Where to.</param>
    /// <param name="rows">One object per line.</param>
    /// <param name="format">null or "table": the usual table; "table TEMPLATE": another; "json"; else a template.</param>
    /// <param name="usual">The usual table's format.</param>
    /// <param name="headings">Headings of columns that are not simply the field's name in capitals.</param>
    public static void Write(TextWriter output, IEnumerable<JsonObject> rows, string? format, string usual, IReadOnlyDictionary<string, string> headings)
    {
        var wanted = format is null or "" or TablePrefix ? usual : format.Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
        if (wanted == "json")
        {
            foreach (var row in rows)
            {
                output.WriteLine(JsonText.Compact(row));
            }

            return;
        }

        if (!wanted.StartsWith($"{TablePrefix} ", StringComparison.Ordinal))
        {
            var template = Template.Parse(wanted);
            foreach (var row in rows)
            {
                output.WriteLine(template.Apply(row));
            }

            return;
        }

        var columns = Template.Parse(wanted[(TablePrefix.Length + 1)..]);
        TextTable.Write(output, [HeadingsOf(columns, headings), .. rows.Select(row => columns.Apply(row).Split('\t'))]);
    }

    private static string[] HeadingsOf(Template columns, IReadOnlyDictionary<string, string> headings)
    {
        var names = new JsonObject();
        foreach (var field in columns.Fields)
        {
            names[field] = headings.GetValueOrDefault(field) ?? field.ToUpperInvariant();
        }

        return columns.Apply(names).Split('\t');
    }
}
