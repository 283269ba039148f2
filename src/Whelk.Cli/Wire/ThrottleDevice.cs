namespace Whelk.Cli.Wire;

/// <summary>Bytes or operations per second for a block device.</summary>
internal sealed record ThrottleDevice(string Path, ulong Rate);
