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

    internal static string Human(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => "Less than a second",
        < 2 => "1 second",
        < 60 => $"{(int)span.TotalSeconds} seconds",
        < 120 => "About a minute",
        < 3600 => $"{(int)span.TotalMinutes} minutes",
        < 5400 => "About an hour",
        < 48 * 3600 => $"{(int)Math.Round(span.TotalHours)} hours",
        < 14 * 86400 => $"{(int)span.TotalDays} days",
        < 60 * 86400 => $"{(int)(span.TotalDays / 7)} weeks",
        < 730 * 86400 => $"{(int)(span.TotalDays / 30)} months",
        _ => $"{(int)(span.TotalDays / 365)} years",
    };
}
