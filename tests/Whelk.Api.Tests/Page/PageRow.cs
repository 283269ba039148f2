using System.Text.RegularExpressions;
using Whelk.Testing;

namespace Whelk.Api.Tests.Page;

/// <summary>An endpoint as a row of docs/docker-api.md has it.</summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Path">With {placeholders}.</param>
/// <param name="Verdict">done, different or refused.</param>
/// <param name="Note">What the row says beside.</param>
internal sealed partial record PageRow(string Method, string Path, string Verdict, string Note)
{
    /// <summary>The endpoint, whatever its placeholders are called.</summary>
    internal string Endpoint => Unnamed($"{Method} {Path}");

    /// <summary>The path of a request for it.</summary>
    internal string Example => Placeholder().Replace(Path, "x");

    /// <summary>All of the page, one for each endpoint.</summary>
    internal static IReadOnlyList<PageRow> All { get; } = [.. File.ReadLines(Checkout.File("docs/docker-api.md")).SelectMany(Parse)];

    /// <summary>An endpoint with {} for every placeholder.</summary>
    internal static string Unnamed(string endpoint) => Placeholder().Replace(endpoint, "{}");

    private static IEnumerable<PageRow> Parse(string line) =>
        line.Split('|', StringSplitOptions.TrimEntries) is [_, var endpoints, ("done" or "different" or "refused") and var verdict, var note, _]
            ? Endpoints().Matches(endpoints).Select(match => new PageRow(match.Groups["method"].Value, match.Groups["path"].Value, verdict, note))
            : [];

    [GeneratedRegex(@"`(?<method>[A-Z]+) (?<path>/[^`]*)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Endpoints();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Placeholder();
}
