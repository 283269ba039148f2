namespace Whelk.Engine.Storage;

/// <summary>How a workload's last run ended.</summary>
internal sealed record StoredExit(int ExitCode, DateTimeOffset? StartedAt, DateTimeOffset FinishedAt, string Error);
