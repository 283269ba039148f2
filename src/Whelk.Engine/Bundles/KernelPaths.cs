using Whelk.Engine.Workloads;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Bundles;

/// <summary>Which of the kernel's paths a workload does not see as they are: as asked for, else Docker's default, which a privileged workload is spared.</summary>
public static class KernelPaths
{
    /// <summary>What is hidden; null for nothing.</summary>
    public static IReadOnlyList<string>? Masked(HostOptions host) => host.MaskedPaths ?? (host.Privileged ? null : DefaultPaths.Masked);

    /// <summary>What is read-only; null for nothing.</summary>
    public static IReadOnlyList<string>? Readonly(HostOptions host) => host.ReadonlyPaths ?? (host.Privileged ? null : DefaultPaths.Readonly);
}
