using System.Text.Json.Nodes;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Compare;

/// <summary>The same command compared twice: plain, and sleeping half a second before it writes and holding 50 MB after.</summary>
public sealed class TwoComparisons(SharedDaemon shared) : IAsyncLifetime
{
    /// <summary>Seconds that the second one sleeps before it writes.</summary>
    internal const double Sleep = 0.5;

    /// <summary>Bytes that the second one holds after it has written.</summary>
    internal const long Held = 50 << 20;

    internal JsonNode Plain { get; private set; } = null!;

    internal JsonNode Heavy { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Plain = await CompareAsync("echo up; exec sleep 600");
        Heavy = await CompareAsync("sleep 0.5; echo up; head -c 52428800 /dev/zero > /dev/shm/held; exec sleep 600");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The side of this isolation.</summary>
    internal static JsonNode Side(JsonNode comparison, string isolation) =>
        comparison["Sides"]!.AsArray().Single(side => side!["Isolation"]!.GetValue<string>() == isolation)!;

    private async Task<JsonNode> CompareAsync(string script) =>
        JsonNode.Parse(await shared.Daemon.DoAsync("compare", "--runs", "3", "--format", "json", "whelk/base", "--", "sh", "-c", script))!;
}
