using Whelk.Engine.Workloads;

namespace Whelk.Engine.Storage;

/// <summary>A workload as the database holds it.</summary>
internal sealed record StoredWorkload(WorkloadSpec Spec, StoredExit? Exit);
