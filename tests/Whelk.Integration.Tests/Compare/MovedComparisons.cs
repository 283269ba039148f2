using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Compare;

/// <summary>
/// The same command compared plain, then sleeping a while before it writes, then plain again: what two alike
/// comparisons differ by is the machine's noise. The plain one starts a sleep of nothing: starting a program takes a tenth of a second in an emulated machine, and is
/// not what is measured.
/// </summary>
public sealed class MovedComparisons(SharedDaemon shared) : IAsyncLifetime
{
    /// <summary>Milliseconds that the heavy one sleeps before it writes.</summary>
    internal const double Sleep = 1500;

    /// <summary>Bytes that the holding one has from before it writes until its end.</summary>
    internal const long Held = 50 << 20;

    internal JsonNode Plain { get; private set; } = null!;

    internal JsonNode Late { get; private set; } = null!;

    internal JsonNode Holding { get; private set; } = null!;

    internal JsonNode PlainAgain { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Plain = await CompareAsync("sleep 0; echo up; exec sleep 600");
        Late = await CompareAsync("sleep 1.5; echo up; exec sleep 600");
        Holding = await CompareAsync("head -c 52428800 /dev/zero > /dev/shm/held; echo up; exec sleep 600", runs: 1);
        PlainAgain = await CompareAsync("sleep 0; echo up");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The side of this isolation and way of starting: "container", "vm clone".</summary>
    internal static JsonNode Side(JsonNode comparison, string label) => comparison["Sides"]!.AsArray().Single(side => LabelOf(side!) == label)!;

    internal static string LabelOf(JsonNode side) => $"{side["Isolation"]} {side["StartWay"]}".TrimEnd();

    /// <summary>The quickest run: what the machine has to do besides only ever adds.</summary>
    internal static double QuickestStart(JsonNode comparison, string label) =>
        Side(comparison, label)["StartsMilliseconds"]!.AsArray().Min(start => start!.GetValue<double>());

    private async Task<JsonNode> CompareAsync(string script, int runs = 3) =>
        JsonNode.Parse(await shared.Daemon.DoAsync("compare", "--start", "clone", "--runs", $"{runs}", "--format", "json", "whelk/base", "--", "sh", "-c", script))!;
}
