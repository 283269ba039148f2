using System.Globalization;

namespace Whelk.Testing;

/// <summary>
/// Cases that a random number each stands for, the same ones in every run. WHELK_FUZZ_SEED names the first, WHELK_FUZZ_CASES how many there are: to see one again
/// that failed, or to try others.
/// </summary>
internal static class FuzzCases
{
    private static int First => Setting("WHELK_FUZZ_SEED") ?? 1;

    /// <summary>Runs them one after another; the first that fails ends it, by its number.</summary>
    internal static void Run(int cases, Action<Random> one)
    {
        foreach (var seed in Seeds(cases))
        {
            try
            {
                one(new Random(seed));
            }
            catch (Exception exception)
            {
                throw Failure(seed, exception);
            }
        }
    }

    /// <inheritdoc cref="Run"/>
    internal static async Task RunAsync(int cases, Func<Random, Task> one)
    {
        foreach (var seed in Seeds(cases))
        {
            try
            {
                await one(new Random(seed));
            }
            catch (Exception exception)
            {
                throw Failure(seed, exception);
            }
        }
    }

    private static IEnumerable<int> Seeds(int cases) => Enumerable.Range(First, Setting("WHELK_FUZZ_CASES") ?? cases);

    private static int? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static InvalidOperationException Failure(int seed, Exception exception) =>
        new($"case {seed} (again: WHELK_FUZZ_SEED={seed} WHELK_FUZZ_CASES=1): {exception.GetType().Name}: {exception.Message}", exception);
}
