using System.Text.RegularExpressions;

namespace Whelk.Architecture.Tests;

/// <summary>A class of integration tests, found in its text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Base">The class that it is derived from; null for none of the tests' own.</param>
/// <param name="Isolation">The isolation that all its workloads have; null where its tests choose for themselves.</param>
/// <param name="Tests">The tests that it declares itself, each with its text.</param>
internal sealed partial record IntegrationTestClass(string Name, string? Base, string? Isolation, IReadOnlyDictionary<string, string> Tests)
{
    /// <summary>The suite that all isolations pass; itself where it is of none.</summary>
    internal string Suite => Base is null or "IsolationSuite" ? Name : Base;

    /// <summary>The class in this text; null where there is none that has tests, or workloads of ours.</summary>
    internal static IntegrationTestClass? In(string text)
    {
        var head = Head().Match(text);
        return head.Success && Workloads().IsMatch(text)
            ? new(head.Groups["name"].Value, Optional(head.Groups["base"]), Optional(Choice().Match(text).Groups["isolation"]), Members(text))
            : null;
    }

    /// <summary>Its tests that run a workload and say nothing of its isolation, which is a container's then.</summary>
    internal IEnumerable<string> Unspoken() => Tests.Where(test => Run().IsMatch(test.Value) && !Isolations().IsMatch(test.Value)).Select(test => test.Key);

    private static string? Optional(Group group) => group.Success ? group.Value : null;

    private static Dictionary<string, string> Members(string text)
    {
        var starts = Test().Matches(text);
        return starts.Select((start, index) => (start.Groups["name"].Value, Text: text[start.Index..(index + 1 < starts.Count ? starts[index + 1].Index : text.Length)]))
            .ToDictionary(test => test.Value, test => End().Match(test.Text) is { Success: true } end ? test.Text[..end.Index] : test.Text);
    }

    [GeneratedRegex(@"^public (sealed|abstract) class (?<name>\w+)(\([^)]*\))?( : (?<base>\w+(Tests|Suite))\()?", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Head();

    [GeneratedRegex(@"\b(SharedDaemon|PoolDaemon|PrivateDaemon)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Workloads();

    [GeneratedRegex(@"override string Isolation => ""(?<isolation>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Choice();

    [GeneratedRegex(@"^    \[(Fact|Theory)[^\n]*\n(    \[[^\n]*\n|        [^\n]*\n)*    public (async )?(Task|void) (?<name>\w+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Test();

    // The next member, or the end of the class.
    [GeneratedRegex(@"^(    (private|protected|internal|public (?!async Task|Task|void)|///)|\})", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex End();

    [GeneratedRegex(@"""(run|create)"",[^;]*""whelk/base""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Run();

    [GeneratedRegex(@"[Ii]solation|""--runtime""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Isolations();
}
