namespace Whelk.Engine.Workloads;

/// <summary>The bytes that a workload has on disk.</summary>
/// <param name="Own">What it has written.</param>
/// <param name="Whole">With its image.</param>
public sealed record WorkloadSize(long Own, long Whole);
