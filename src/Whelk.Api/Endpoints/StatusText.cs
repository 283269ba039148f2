using Whelk.Engine.Workloads;

namespace Whelk.Api.Endpoints;

/// <summary>The STATUS column: "Up 5 minutes", "Exited (0) 2 hours ago" (docker/go-units, HumanDuration).</summary>
internal static class StatusText
{
    internal static string Of(WorkloadState state, DateTimeOffset now) => state switch
    {
        WorkloadState.Running running => $"Up {Human(now - running.StartedAt)}",
        WorkloadState.Exited exited => $"Exited ({exited.ExitCode}) {Human(now - exited.FinishedAt)} ago",
        WorkloadState.Removing => "Removal In Progress",
        _ => "Created",
    };

    internal static string Human(TimeSpan span)
    {
        var (seconds, minutes, hours) = ((long)span.TotalSeconds, (long)span.TotalMinutes, (long)(span.TotalHours + 0.5));
        return (seconds, minutes, hours) switch
        {
            ( < 1, _, _) => "Less than a second",
            (1, _, _) => "1 second",
            ( < 60, _, _) => $"{seconds} seconds",
            (_, 1, _) => "About a minute",
            (_, < 60, _) => $"{minutes} minutes",
            (_, _, 1) => "About an hour",
            (_, _, < 48) => $"{hours} hours",
            (_, _, < 24 * 14) => $"{hours / 24} days",
            (_, _, < 24 * 60) => $"{hours / 24 / 7} weeks",
            (_, _, < 24 * 730) => $"{hours / 24 / 30} months",
            _ => $"{(long)span.TotalHours / 24 / 365} years",
        };
    }
}
