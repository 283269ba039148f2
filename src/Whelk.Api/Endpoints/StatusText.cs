using Whelk.Engine.Health;
using Whelk.Engine.Workloads;

namespace Whelk.Api.Endpoints;

/// <summary>The STATUS column: "Up 5 minutes", "Exited (0) 2 hours ago" in Docker's words.</summary>
internal static class StatusText
{
    internal static string Of(WorkloadState state, HealthState? health, DateTimeOffset now) => state switch
    {
        WorkloadState.Running running => $"Up {HumanDuration.Of(now - running.StartedAt)}{(running.Paused ? " (Paused)" : health is null ? string.Empty : $" ({Word(health)})")}",
        WorkloadState.Restarting restarting => $"Restarting ({restarting.ExitCode}) {HumanDuration.Of(now - restarting.FinishedAt)} ago",
        WorkloadState.Exited { NeverRan: false } exited => $"Exited ({exited.ExitCode}) {HumanDuration.Of(now - exited.FinishedAt)} ago",
        WorkloadState.Removing => "Removal In Progress",
        _ => "Created",
    };

    private static string Word(HealthState health) => health.Status == HealthState.Starting ? "health: starting" : health.Status;
}
