using Whelk.Errors;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>Where a workload's files come from.</summary>
internal sealed record WorkloadPlan(PodRole Role, RootPlan Root, MountPlan Mounts)
{
    /// <param name="config">What was asked.</param>
    /// <param name="bundle">What relative paths start from.</param>
    /// <param name="id">The container's.</param>
    /// <exception cref="WhelkException">Something that a VM cannot have, or that is not there.</exception>
    internal static WorkloadPlan Of(RuntimeSpec config, string bundle, string id)
    {
        var role = PodRole.Of(config, id, Environment.ProcessId);
        var root = RootPlan.Of(config, bundle, role);
        return new WorkloadPlan(role, root, MountPlan.Of(config, bundle, root.Folder, role));
    }
}
