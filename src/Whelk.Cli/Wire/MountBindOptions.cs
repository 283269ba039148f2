namespace Whelk.Cli.Wire;

/// <summary>Of a bind.</summary>
internal sealed record MountBindOptions(string? Propagation, bool NonRecursive, bool CreateMountpoint, bool ReadOnlyNonRecursive, bool ReadOnlyForceRecursive);
