using Whelk.Engine.Workloads;

namespace Whelk.Engine.Networks;

/// <summary>A workload that joins a network or leaves one while it runs.</summary>
internal sealed class PlaceChange(Workload workload, NetworkAttachment attachment)
{
    internal Workload Workload { get; } = workload;

    internal NetworkAttachment Attachment { get; } = attachment;

    /// <summary>What it returns to where a step fails.</summary>
    internal NetworkPlace Before { get; set; } = workload.Place!;

    /// <summary>The place that comes, or goes.</summary>
    internal JoinedNetwork? Joined { get; set; }
}
