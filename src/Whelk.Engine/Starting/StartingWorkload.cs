using Whelk.Engine.Monitors.Protocol;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Images;
using Whelk.Linux.Processes;

namespace Whelk.Engine.Starting;

/// <summary>A workload on its way from created to running, with what the steps have made so far.</summary>
internal sealed class StartingWorkload(Workload workload, RuntimeRecord runtime, Image image)
{
    internal Workload Workload => workload;

    internal RuntimeRecord Runtime => runtime;

    internal Image Image => image;

    internal MonitorReply? Created { get; set; }

    internal ChildProcess? Process { get; set; }

    internal MessageChannel? Events { get; set; }
}
