namespace Whelk.Cli.Wire;

/// <summary>How many workloads mount a volume, and its bytes.</summary>
internal sealed record VolumeUsage(int RefCount, long Size);
