using Whelk.Linux.Cgroups;
using Whelk.Oci.Runtime;
using Whelk.Vm.Store;

namespace Whelk.Vm.Monitor;

/// <summary>What a monitor is started with.</summary>
internal sealed record MonitorOptions
{
    /// <summary>Below which the VM's folder is, and whoever keeps templates for it.</summary>
    internal required string Root { get; init; }

    internal required VmFolder Folder { get; init; }

    /// <summary>The VM's control group, which the monitor is in.</summary>
    internal required Cgroup Group { get; init; }

    internal required RuntimeSpec Config { get; init; }

    internal required string Bundle { get; init; }

    /// <summary>Where the master of the workload's terminal goes; null: no terminal, or the caller's own.</summary>
    internal string? ConsoleSocket { get; init; }
}
