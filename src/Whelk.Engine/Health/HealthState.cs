namespace Whelk.Engine.Health;

/// <summary>How a workload is, by its checks so far.</summary>
/// <param name="Status">"starting", "healthy" or "unhealthy".</param>
/// <param name="FailingStreak">How many checks have failed in a row.</param>
/// <param name="Log">The last five, the latest at the end.</param>
public sealed record HealthState(string Status, int FailingStreak, IReadOnlyList<HealthResult> Log)
{
    /// <summary>Status before the first verdict.</summary>
    public const string Starting = "starting";

    private const string Healthy = "healthy";
    private const string Unhealthy = "unhealthy";
    private const int Kept = 5;

    /// <summary>Before the first check.</summary>
    public static HealthState Begin { get; } = new(Starting, 0, []);

    /// <summary>After one more check.</summary>
    /// <param name="result">The check.</param>
    /// <param name="check">The rules.</param>
    /// <param name="sinceStart">How long the workload has run.</param>
    internal HealthState After(HealthResult result, HealthCheck check, TimeSpan sinceStart)
    {
        IReadOnlyList<HealthResult> log = [.. Log.Append(result).TakeLast(Kept)];
        if (result.ExitCode == 0)
        {
            return new HealthState(Healthy, 0, log);
        }

        // What is still coming up may fail.
        if (Status == Starting && sinceStart < check.StartPeriod)
        {
            return this with { Log = log };
        }

        return new HealthState(FailingStreak + 1 >= check.Retries ? Unhealthy : Status, FailingStreak + 1, log);
    }

    /// <summary>How long to wait for the next check.</summary>
    internal TimeSpan Next(HealthCheck check, TimeSpan sinceStart) => Status == Starting && sinceStart < check.StartPeriod ? check.StartInterval : check.Interval;
}
