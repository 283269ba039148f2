using System.IO.Enumeration;

namespace Whelk.Integration.Tests.Differential;

/// <summary>A difference that is meant to be.</summary>
/// <param name="Place">`METHOD PATH FIELD DOCKER'S -> WHELK'S`, with * for anything.</param>
/// <param name="Reason">Why.</param>
internal sealed record AllowedDifference(string Place, string Reason)
{
    /// <summary>Reads entries, one a line: `PLACE  # REASON`.</summary>
    internal static IReadOnlyList<AllowedDifference> Parse(string text) =>
        [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split("  # ", 2)).Select(parts => new AllowedDifference(parts[0].Trim(), parts.ElementAtOrDefault(1) ?? string.Empty))];

    internal bool Covers(Difference difference) => FileSystemName.MatchesSimpleExpression(Place, difference.Place, ignoreCase: false);
}
