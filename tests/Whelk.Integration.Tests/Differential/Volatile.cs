using System.Text.RegularExpressions;

namespace Whelk.Integration.Tests.Differential;

/// <summary>What may differ between two runs of the same engine.</summary>
internal static partial class Volatile
{
    private static readonly HashSet<string> Measured = new(StringComparer.Ordinal)
    {
        "Pid", "Created", "Size", "SizeRw", "SizeRootFs", "VirtualSize", "SharedSize", "LayersSize", "SpaceReclaimed", "reclaimed", "ImagesDeleted", "time", "timeNano", "mtime", "id",
        "NFd", "NGoroutines", "NEventsListener", "SystemTime", "MemTotal", "IPPrefixLen",
    };

    /// <summary>Fields of this name are compared by their kind.</summary>
    internal static bool IsMeasured(string field) => Measured.Contains(field);

    /// <summary>Where an engine keeps its files is its own affair.</summary>
    internal static string WithoutPlaces(string text) => Place().Replace(text, "<place>");

    internal static string Replace(string text)
    {
        text = Time().Replace(text, match => match.Value.StartsWith("0001-", StringComparison.Ordinal) ? match.Value : "<time>");
        text = Long().Replace(text, "<hex64>");
        text = Short().Replace(text, "<hex12>");
        text = Mac().Replace(text, "<mac>");
        text = Address().Replace(text, "<address>");
        return Ago().Replace(text, "<ago>");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Time();

    [GeneratedRegex(@"<root>/[^\s"",:]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\b[0-9a-f]{64}\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Long();

    [GeneratedRegex(@"\b[0-9a-f]{12}\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Short();

    [GeneratedRegex(@"\b([0-9a-f]{2}:){5}[0-9a-f]{2}\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Mac();

    // Those that an engine chooses. Those that it is told are of the range for measurements (RFC 2544), which stay.
    [GeneratedRegex(@"\b(10|172\.(1[6-9]|2\d|3[01])|192\.168)(\.\d{1,3}){2,3}(/\d+)?\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Address();

    [GeneratedRegex(@"(Less than a|About an?|\d+) (second|minute|hour)s?( ago)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Ago();
}
