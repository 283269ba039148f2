using Whelk.Engine.Monitors.Protocol;
using Whelk.Images.RootFileSystems;
using Whelk.Linux.Namespaces;

namespace Whelk.Engine.Monitors;

/// <summary>What is mounted for one workload, in the mount namespace of its runtime alone.</summary>
internal static class WorkloadMounts
{
    internal static void Make(MonitorOrder order)
    {
        using var mapping = order.Mapping is { } asked ? IdMapping.Of(asked.UserNamespace, asked.Ids) : null;
        if (order.Overlay is { } layers)
        {
            new OverlayMount { Lower = layers.Lower, Upper = layers.Upper, Work = layers.Work }.Mount(layers.Target, mapping);
        }

        foreach (var path in order.Mapping?.Paths ?? [])
        {
            mapping!.Cover(path);
        }
    }
}
