namespace Whelk.Cli.Wire;

/// <summary>When the daemon starts a workload again by itself.</summary>
internal sealed record RestartPolicy(string Name, int MaximumRetryCount);
