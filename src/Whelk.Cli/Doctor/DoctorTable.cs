using Spectre.Console;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;

namespace Whelk.Cli.Doctor;

/// <summary>The checks as a table, and one line that sums them up.</summary>
internal static class DoctorTable
{
    public static void Write(CommandHost host, DoctorReport report)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("Check", "Result", "Detail", "How to mend it");
        foreach (var check in report.Checks)
        {
            table.AddRow(new Text(check.Name), Verdict(check.Status), new Text(check.Detail ?? ""), new Text(check.Mend ?? ""));
        }

        var console = Terminals.Out(host);
        console.Write(table);
        console.WriteLine($"{Count(report, "ok")} ok, {Count(report, "warn")} with a warning, {Count(report, "fail")} failed");
    }

    private static int Count(DoctorReport report, string status) => report.Checks.Count(check => check.Status == status);

    private static Text Verdict(string status) => new(status, new Style(status switch
    {
        "ok" => Color.Green,
        "warn" => Color.Yellow,
        "fail" => Color.Red,
        _ => Color.Default,
    }));
}
