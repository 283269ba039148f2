namespace Whelk.Api.Wire;

/// <summary>State.Health.</summary>
internal sealed record HealthInspect(string Status, int FailingStreak, IReadOnlyList<HealthLogEntry> Log);
