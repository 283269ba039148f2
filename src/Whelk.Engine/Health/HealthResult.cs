namespace Whelk.Engine.Health;

/// <summary>What one check gave.</summary>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="ExitCode">0 is well; -1 where the check itself failed or took too long.</param>
/// <param name="Output">The first 4096 bytes of what it wrote, or why it failed.</param>
public sealed record HealthResult(DateTimeOffset Start, DateTimeOffset End, int ExitCode, string Output);
