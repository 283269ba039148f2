namespace Whelk.Engine.Workloads;

/// <summary>A device of the host that a workload gets: one node, or a folder of them.</summary>
/// <param name="PathOnHost">Where it is; a link is followed.</param>
/// <param name="PathInContainer">Where the workload finds it.</param>
/// <param name="Permissions">Of r(ead), w(rite), m(ake node).</param>
public sealed record DeviceOption(string PathOnHost, string PathInContainer, string Permissions);
