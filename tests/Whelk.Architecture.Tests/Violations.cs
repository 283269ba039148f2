using Xunit;

namespace Whelk.Architecture.Tests;

/// <summary>A rule that holds for many files: every one that breaks it is named.</summary>
internal static class Violations
{
    internal static void None(string rule, IEnumerable<string> broken)
    {
        var list = broken.ToList();
        Assert.True(list.Count == 0, $"{rule}:\n{string.Join('\n', list)}");
    }
}
