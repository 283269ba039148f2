namespace Whelk.Integration.Tests.Seccomp;

/// <summary>What verdicts.c said: every call that is refused, by ABI.</summary>
internal sealed class Verdicts
{
    // verdicts.c asks with so many first arguments.
    private const int Rounds = 21;

    private readonly HashSet<string> _refused;
    private readonly HashSet<string> _abis;

    private Verdicts(HashSet<string> refused, HashSet<string> abis) => (_refused, _abis) = (refused, abis);

    /// <summary>How many calls of an ABI are refused whatever their first argument is.</summary>
    internal int Refused(string abi) => _refused.Count(line => line.StartsWith($"{abi} 0 ", StringComparison.Ordinal));

    internal static Verdicts Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var whole = lines.Where(line => line.EndsWith(" done", StringComparison.Ordinal)).CountBy(AbiOf).Where(rounds => rounds.Value == Rounds).Select(rounds => rounds.Key);
        return new Verdicts([.. lines.Where(line => line.Split(' ').Length == 4)], [.. whole]);
    }

    /// <summary>Where the two differ, for the ABIs that both kernels run: at least the machine's own and x32, which needs nothing of the kernel.</summary>
    internal IReadOnlyList<string> Compare(Verdicts other)
    {
        var both = _abis.Intersect(other._abis).ToHashSet();
        Assert.Subset(both, new HashSet<string> { "x86_64", "x32" });
        return
        [
            .. _refused.Except(other._refused).Where(line => both.Contains(AbiOf(line))).Select(line => $"Docker: {line}"),
            .. other._refused.Except(_refused).Where(line => both.Contains(AbiOf(line))).Select(line => $"Whelk: {line}"),
        ];
    }

    private static string AbiOf(string line) => line.Split(' ')[0];
}
