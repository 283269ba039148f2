namespace Whelk.Engine.Storage;

/// <summary>How a workload's last run went. Written when it begins, so that a host that goes down under it leaves no other story.</summary>
/// <param name="ExitCode">How its first process ended, or would be said to have ended if nobody saw it.</param>
/// <param name="StartedAt">Null where its process never ran.</param>
/// <param name="FinishedAt">Null while it lasts.</param>
/// <param name="Error">Why it did not come to run; else empty.</param>
/// <param name="Stopped">Whether somebody ended it on purpose.</param>
/// <param name="OomKilled">Whether its memory had run out.</param>
internal sealed record StoredRun(int ExitCode, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string Error, bool Stopped = false, bool OomKilled = false);
