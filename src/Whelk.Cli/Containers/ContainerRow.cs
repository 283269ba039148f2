using System.Text.Json.Nodes;
using Whelk.Api;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>What `ps` can show of a workload, under the names that Docker's templates use.</summary>
internal static class ContainerRow
{
    private const int ShortId = 12;
    private const int ShortCommand = 20;

    /// <summary>The columns' headings, where they are not simply the name in capitals.</summary>
    public static readonly Dictionary<string, string> Headings = new()
    {
        ["ID"] = "CONTAINER ID",
        ["RunningFor"] = "CREATED",
        ["CreatedAt"] = "CREATED AT",
    };

    public static JsonObject Of(ContainerSummary entry, TimeProvider time, bool whole)
    {
        var created = DateTimeOffset.FromUnixTimeSeconds(entry.Created);
        return new JsonObject
        {
            ["Command"] = Quote(whole ? entry.Command : Shorten(entry.Command)),
            ["CreatedAt"] = $"{created:yyyy-MM-dd HH:mm:ss} +0000 UTC",
            ["ID"] = whole ? entry.Id : entry.Id[..Math.Min(ShortId, entry.Id.Length)],
            ["Image"] = entry.Image,
            ["Isolation"] = entry.Isolation ?? "",
            ["Labels"] = string.Join(',', (entry.Labels ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")),
            ["Mounts"] = string.Join(',', (entry.Mounts ?? []).Select(mount => mount.Name is { Length: > 0 } name ? name : mount.Source)),
            ["Names"] = string.Join(',', entry.Names.Select(name => name.TrimStart('/')).Where(name => !name.Contains('/', StringComparison.Ordinal))),
            ["Ports"] = PortText.Of(entry.Ports ?? []),
            ["RunningFor"] = $"{HumanDuration.Of(time.GetUtcNow() - created)} ago",
            ["Size"] = SizeOf(entry),
            ["State"] = entry.State,
            ["Status"] = entry.Status,
        };
    }

    private static string SizeOf(ContainerSummary entry)
    {
        var own = HumanSize.Decimal(entry.SizeRw ?? 0);
        return entry.SizeRootFs is > 0 and { } whole ? $"{own} (virtual {HumanSize.Decimal(whole)})" : own;
    }

    private static string Shorten(string text) => text.Length <= ShortCommand ? text : $"{text[..(ShortCommand - 1)]}…";

    // As Go's strconv.Quote: what a command holds must not play tricks on a terminal.
    private static string Quote(string text) =>
        $"\"{string.Concat(text.Select(c => c switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\t' => "\\t",
            '\r' => "\\r",
            _ when char.IsControl(c) => $"\\x{(int)c:x2}",
            _ => c.ToString(),
        }))}\"";
}
