using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Images;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;

namespace Whelk.Engine.Starting;

/// <summary>A workload on its way from created to running, with what the steps have made so far.</summary>
internal sealed class StartingWorkload(Workload workload, RuntimeRecord runtime, Image image)
{
    internal Workload Workload => workload;

    internal RuntimeRecord Runtime => runtime;

    internal Image Image => image;

    /// <summary>Its user namespace and its network namespace until its own processes hold them; null where its users are the host's.</summary>
    internal HeldNamespaces? Held { get; set; }

    internal MonitorReply? Created { get; set; }

    internal ChildProcess? Process { get; set; }

    internal MessageChannel? Events { get; set; }
}
