namespace Whelk.Cli.Wire;

/// <summary>A block device's share, 10 to 1000.</summary>
internal sealed record WeightDevice(string Path, ulong Weight);
