using System.IO.Enumeration;

namespace Whelk.Integration.Tests.Differential;

/// <summary>Differences that are meant to be.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Places">Where: each `METHOD PATH FIELD DOCKER'S -> WHELK'S`, with * for anything.</param>
internal sealed record AllowedDifference(string Reason, IReadOnlyList<string> Places)
{
    /// <summary>Reads entries: a line with the reason, and below it, indented, a line for each place.</summary>
    internal static IReadOnlyList<AllowedDifference> Parse(string text)
    {
        var entries = new List<AllowedDifference>();
        foreach (var line in text.Split('\n').Where(line => line.Trim().Length > 0 && line[0] != '#'))
        {
            if (line[0] == ' ')
            {
                entries[^1] = entries[^1] with { Places = [.. entries[^1].Places, line.Trim()] };
            }
            else
            {
                entries.Add(new AllowedDifference(line.Trim(), []));
            }
        }

        return entries;
    }

    /// <summary>Whether a place, as an entry names it, is where the difference is.</summary>
    internal static bool IsAt(string place, Difference difference) => FileSystemName.MatchesSimpleExpression(place, difference.Place.TrimEnd(), ignoreCase: false);

    internal bool Covers(Difference difference) => Places.Any(place => IsAt(place, difference));
}
