namespace Whelk.Engine.Workloads;

/// <summary>A number for one block device: a weight, or bytes or operations per second.</summary>
/// <param name="Path">The device's node on the host.</param>
/// <param name="Rate">The number.</param>
public sealed record DeviceRate(string Path, ulong Rate);
