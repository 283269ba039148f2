using System.Text.RegularExpressions;

namespace Whelk.Architecture.Tests;

/// <summary>The types that a file declares, found in its text.</summary>
internal static partial class Declarations
{
    internal static IEnumerable<string> In(string file) => Declaration().Matches(Repository.Read(file)).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^\s*((public|internal|private|protected|file|static|sealed|abstract|readonly|partial|ref|unsafe)\s+)*(class|record|struct|interface|enum|delegate)\s+(class\s+|struct\s+)?(?<name>[A-Za-z_]\w*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();
}
