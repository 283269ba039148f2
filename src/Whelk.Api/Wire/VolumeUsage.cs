namespace Whelk.Api.Wire;

/// <summary>Of a volume: how many workloads mount it, and its bytes.</summary>
internal sealed record VolumeUsage(int RefCount, long Size);
