using Whelk.Engine.Workloads;

namespace Whelk.Engine.Storage;

/// <summary>A workload as the database holds it; without a run it was never started.</summary>
internal sealed record StoredWorkload(WorkloadSpec Spec, StoredRun? Run);
