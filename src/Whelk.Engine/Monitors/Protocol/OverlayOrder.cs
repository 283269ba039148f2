using Whelk.Images.RootFileSystems;

namespace Whelk.Engine.Monitors.Protocol;

/// <summary>An overlay mount: lower directories with the topmost last, and the workload's own.</summary>
public sealed record OverlayOrder
{
    public required IReadOnlyList<string> Lower { get; init; }

    public required string Upper { get; init; }

    public required string Work { get; init; }

    public required string Target { get; init; }

    internal static OverlayOrder Of(OverlayMount overlay, string target) =>
        new() { Lower = overlay.Lower, Upper = overlay.Upper!, Work = overlay.Work!, Target = target };
}
