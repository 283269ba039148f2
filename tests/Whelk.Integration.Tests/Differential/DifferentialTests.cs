using Whelk.Testing;

namespace Whelk.Integration.Tests.Differential;

/// <summary>
/// The same calls to Docker's engine and to Whelk's: status codes, messages and the fields of the JSON are compared. What may differ is listed in Calls/allowed.txt,
/// each with its reason. Calls are added by adding lines to the scripts beside it.
/// </summary>
public sealed class DifferentialTests
{
    private static readonly DirectoryInfo Folder = new(Checkout.File("tests/Whelk.Integration.Tests/Differential/Calls"));
    private const int LeastCalls = 300;
    private const int MostAllowed = 25;

    [Fact]
    public async Task Whelk_answers_as_Docker_does()
    {
        var allowed = AllowedDifference.Parse(await File.ReadAllTextAsync(Path.Combine(Folder.FullName, "allowed.txt")));
        var calls = Calls();
        var found = await DifferencesOfAsync(calls);

        var surprises = found.Where(difference => !allowed.Any(entry => entry.Covers(difference))).ToList();
        Assert.True(surprises.Count == 0, $"{surprises.Count} differences:\n{string.Join('\n', Told(surprises))}");
        Assert.InRange(calls.Count, LeastCalls, int.MaxValue);
        Assert.InRange(allowed.Count, 0, MostAllowed);
        Assert.All(allowed, entry => Assert.NotEmpty(entry.Places));
        Assert.Equal(string.Empty, string.Join('\n', allowed.SelectMany(entry => entry.Places).Where(place => !found.Any(difference => AllowedDifference.IsAt(place, difference)))));
    }

    [Fact]
    public void Every_field_of_HostConfig_is_asked_for()
    {
        var fields = File.ReadLines(Path.Combine(Folder.FullName, "HostConfig.fields")).Where(line => line[0] != '#');
        var creations = Calls().Where(call => call.Target.StartsWith("/containers/create", StringComparison.Ordinal)).Select(call => call.Body ?? string.Empty).ToList();

        Assert.All(fields, field => Assert.Contains(creations, body => body.Contains($"\"{field}\":", StringComparison.Ordinal)));
    }

    private static IReadOnlyList<Call> Calls() =>
        [.. Folder.EnumerateFiles("*.calls").OrderBy(file => file.Name, StringComparer.Ordinal).SelectMany(file => CallScript.Parse(File.ReadAllText(file.FullName)))];

    // One field that is missing in every answer is one thing to mend.
    private static IEnumerable<string> Told(IEnumerable<Difference> differences) => differences
        .GroupBy(difference => (difference.Path, difference.Docker, difference.Whelk))
        .Select(group => group.Count() == 1 ? $"{group.First()}" : $"{group.First()}\n      and in {group.Count() - 1} more answers");

    private static async Task<IReadOnlyList<Difference>> DifferencesOfAsync(IReadOnlyList<Call> calls)
    {
        await using var engines = await BothEngines.StartAsync();
        var found = new List<Difference>();
        foreach (var call in calls)
        {
            found.AddRange(await engines.DoAsync(call));
        }

        return found;
    }
}
