using System.Globalization;
using Spectre.Console;
using Whelk.Cli.Output;

namespace Whelk.Cli.Compare;

/// <summary>The comparison as a person reads it: a row per figure, a column per isolation and way of starting.</summary>
internal static class CompareTable
{
    private const string NotMeasured = "–";

    // Of more columns each is too narrow for sentences.
    private const int MostWideColumns = 2;

    private static readonly string[] Wordy = ["  measured to", "  which counts", "  of what", "Capabilities"];

    private static readonly (string Label, Func<CompareSide, string> Cell)[] Rows =
    [
        ("Runtime", side => side.RuntimeVersion ?? side.Runtime),
        ("Start, p50", side => Milliseconds(side.StartP50Milliseconds)),
        ("Start, p95", side => Milliseconds(side.StartP95Milliseconds)),
        ("  measured to", side => side.StartMeasuredTo ?? NotMeasured),
        ("Memory per instance", side => Size(side.MemoryBytes)),
        ("  which counts", side => side.MemoryMeasured ?? NotMeasured),
        ("CPU at idle", side => side.IdleCpuPercent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.0#} %") : NotMeasured),
        ("  of what", side => side.IdleCpuMeasured ?? NotMeasured),
        ("Disk per instance", side => Size(side.DiskBytes)),
        ("  shared by all", side => Size(side.SharedDiskBytes)),
        ("Kernel inside", side => side.KernelRelease ?? NotMeasured),
        ("Namespaces of its own", side => Names(side.Namespaces)),
        ("Capabilities", side => Capabilities(side.Capabilities)),
        ("Seccomp", side => side.Seccomp ?? NotMeasured),
        ("Architecture", side => side.Architecture ?? NotMeasured),
        ("The host must offer", side => side.HostNeeds.Length == 0 ? NotMeasured : string.Join('\n', side.HostNeeds)),
    ];

    public static void Write(IAnsiConsole console, CompareResult result)
    {
        var command = result.Command.Length > 0 ? $" ({string.Join(' ', result.Command)})" : "";
        console.WriteLine($"{result.Image}{command}: {result.Runs} {(result.Runs == 1 ? "run" : "runs")} each{AcceleratorOf(result)}");
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var side in result.Sides)
        {
            table.AddColumn(new TableColumn(new Text(side.Label, new Style(decoration: Decoration.Bold))));
        }

        foreach (var (label, cell) in Rows.Where(row => !IsBelow(row.Label, row.Cell, result)))
        {
            table.AddRow([new Text(label), .. result.Sides.Select(side => new Text(cell(side)))]);
        }

        console.Write(table);
        foreach (var line in Below(result).Concat(Notes(result)))
        {
            console.WriteLine(line);
        }
    }

    // What is the same sentence in each of many columns is said once.
    private static bool IsBelow(string label, Func<CompareSide, string> cell, CompareResult result) =>
        result.Sides.Length > MostWideColumns && Wordy.Contains(label) && result.Sides.Select(cell).Distinct().Count() == 1;

    private static IEnumerable<string> Below(CompareResult result) => Rows
        .Select((row, index) => (row.Label, row.Cell, Of: row.Label[0] == ' ' ? Rows[index - 1].Label : null))
        .Where(row => IsBelow(row.Label, row.Cell, result))
        .Select(row => $"{(row.Of is null ? row.Label : $"{row.Of},{row.Label[1..]}")}: {row.Cell(result.Sides[0])}");

    // What is said of each column of an isolation is said of the isolation.
    private static IEnumerable<string> Notes(CompareResult result) => result.Sides
        .GroupBy(side => side.Isolation)
        .SelectMany(sides => sides.SelectMany(side => side.Notes.Select(note => sides.All(other => other.Notes.Contains(note)) ? $"{side.Isolation}: {note}" : $"{side.Label}: {note}")))
        .Distinct()
        .Concat(result.Notes);

    private static string AcceleratorOf(CompareResult result) => result.Accelerator switch
    {
        null or "" => "",
        "kvm" => $"; VM instructions executed by KVM, hardware{Reason(result)}",
        "tcg" => $"; VM instructions executed by TCG, software emulation{Reason(result)}",
        var other => $"; VM instructions executed by {other}{Reason(result)}",
    };

    private static string Reason(CompareResult result) => result.AcceleratorReason is { } reason ? $" ({reason})" : "";

    private static string Size(long? size) => size is { } bytes ? HumanSize.Binary(bytes) : NotMeasured;

    private static string Milliseconds(double? value) =>
        value is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time:0.0} ms") : NotMeasured;

    private static string Capabilities(string[]? names) =>
        names is null ? NotMeasured : names.Length == 0 ? "none" : $"{names.Length}: {Names([.. names.Select(name => name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name)])}";

    private static string Names(string[] names) =>
        names.Length == 0 ? NotMeasured : string.Join(", ", names);
}
