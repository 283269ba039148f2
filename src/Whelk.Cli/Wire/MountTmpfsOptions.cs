namespace Whelk.Cli.Wire;

/// <summary>Of a file system in memory; the mode's bits as a number.</summary>
internal sealed record MountTmpfsOptions(long SizeBytes, int Mode);
