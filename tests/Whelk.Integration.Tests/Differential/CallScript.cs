using System.Text.RegularExpressions;

namespace Whelk.Integration.Tests.Differential;

/// <summary>
/// A list of calls as a text. A line is a call, `METHOD TARGET [BODY]`; BODY is JSON, or `&lt; FILE`. `~` before the method compares the answer's shape alone. A line that is
/// indented captures a value of the answer above it, `name = Path.To.It`. A line that begins with # is a comment.
/// </summary>
internal static partial class CallScript
{
    internal static IReadOnlyList<Call> Parse(string text)
    {
        var calls = new List<Call>();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (CaptureLine().Match(line) is { Success: true } capture)
            {
                calls[^1] = calls[^1] with { Captures = new Dictionary<string, string>(calls[^1].Captures) { [capture.Groups["name"].Value] = capture.Groups["path"].Value } };
                continue;
            }

            var match = CallLine().Match(line);
            Assert.True(match.Success, $"not a call: {line}");
            calls.Add(new Call(match.Groups["method"].Value, match.Groups["target"].Value, Of(match, "body"), Of(match, "file"), new Dictionary<string, string>(), match.Groups["shape"].Success));
        }

        return calls;
    }

    private static string? Of(Match match, string group) => match.Groups[group].Success ? match.Groups[group].Value : null;

    [GeneratedRegex(@"^(?<shape>~)?(?<method>[A-Z]+) (?<target>/\S*)(?: < (?<file>\S+)| (?<body>\S.*))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CallLine();

    [GeneratedRegex(@"^\s+(?<name>\w+) = (?<path>\S+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CaptureLine();
}
